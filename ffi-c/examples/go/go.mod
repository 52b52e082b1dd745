module twpos.example/firstpayment

go 1.18
