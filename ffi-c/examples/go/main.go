// A first payment with icash Pay, in Go (cgo).
//
//	go run . till.toml SHOP1-0001 IC0123456789ABCDEF
//
// Ends with 0 if paid, 1 if certainly not charged, 2 if someone must look.
package main

// #cgo pkg-config: twpos
// #include <stdlib.h>
// #include <twpos.h>
import "C"

import (
	"encoding/json"
	"fmt"
	"os"
	"unsafe"
)

// Failure is what a failed call gives. Act on the outcome; log the rest.
type Failure struct {
	Outcome int
	text    string
}

func (failure *Failure) Error() string { return failure.text }

func taken(text *C.char) string {
	defer C.twpos_string_free(text)
	return C.GoString(text)
}

func failureOf(err *C.twpos_error) *Failure {
	defer C.twpos_error_free(err)
	var text *C.char
	C.twpos_error_text(err, &text)
	return &Failure{int(C.twpos_error_outcome(err)), taken(text)}
}

// Till is one for the whole program: it keeps connections and keys, and goroutines may share it.
type Till struct{ client *C.twpos_icash_client }

func open(config string) (*Till, *Failure) {
	path := C.CString(config)
	defer C.free(unsafe.Pointer(path))
	var till Till
	var err *C.twpos_error
	if C.twpos_icash_client_from_file(path, &till.client, &err) != C.TWPOS_OK {
		return nil, failureOf(err)
	}
	return &till, nil
}

type fields map[string]any

func (till *Till) pay(request fields) (fields, *Failure) {
	return call(request, func(text *C.char, response **C.char, err **C.twpos_error) C.int32_t {
		return C.twpos_icash_pay(till.client, text, response, err)
	})
}

func (till *Till) cancel(request fields) (fields, *Failure) {
	return call(request, func(text *C.char, response **C.char, err **C.twpos_error) C.int32_t {
		return C.twpos_icash_cancel(till.client, text, response, err)
	})
}

func call(request fields, operation func(*C.char, **C.char, **C.twpos_error) C.int32_t) (fields, *Failure) {
	encoded, _ := json.Marshal(request)
	text := C.CString(string(encoded))
	defer C.free(unsafe.Pointer(text))
	var response *C.char
	var err *C.twpos_error
	if operation(text, &response, &err) != C.TWPOS_OK {
		return nil, failureOf(err)
	}
	reply := fields{}
	_ = json.Unmarshal([]byte(taken(response)), &reply)
	return reply, nil
}

func payOrCancel(till *Till, opSeq, barcode string) int {
	paid, failure := till.pay(fields{
		"BuyerID": barcode, // what the scanner read
		"TxAmt":   36,      // NT$
		"OPSeq":   opSeq,   // unique for ever, and stored before the call
		"StoreId": "217477", "StoreName": "見晴", "PosNo": "01",
	})
	if failure == nil {
		fmt.Println("paid: icash number", paid["BankSeq"]) // keep it: a refund needs it
		return 0
	}
	if failure.Outcome != C.TWPOS_OUTCOME_UNKNOWN {
		fmt.Println("not charged:", failure)
		return 1
	}
	fmt.Println("unknown:", failure)
	// Nobody knows whether the customer was charged: take it back. A cancel may be repeated.
	for attempt := 0; attempt < 3; attempt++ {
		if _, failure = till.cancel(fields{"OPSeq": opSeq}); failure == nil {
			fmt.Println("cancelled: the customer pays nothing")
			return 1
		}
		fmt.Println("not cancelled:", failure)
	}
	return 2
}

func main() {
	till, failure := open(os.Args[1])
	if failure != nil {
		fmt.Println("not ready:", failure)
		os.Exit(1)
	}
	code := payOrCancel(till, os.Args[2], os.Args[3])
	C.twpos_icash_client_free(till.client)
	os.Exit(code)
}
