// A first payment with icash Pay, in Go (cgo).
//
//	go run . till.toml IC0123456789ABCDEF 36 SHOP1-0001
//
// Ends with 0 if paid, 1 if not charged or cancelled, 2 if someone must look.
package main

// #cgo pkg-config: twpos
// #include <stdlib.h>
// #include <twpos.h>
import "C"

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"
	"unsafe"
)

// Failure is what a failed call gives. Act on the outcome; log the rest.
type Failure struct {
	Outcome, Kind int
	text          string
}

func (failure *Failure) Error() string { return failure.text }

// What is wrong in the request or the settings stays wrong, and a provider's no stays no.
func (failure *Failure) worthRepeating() bool {
	switch failure.Kind {
	case C.TWPOS_KIND_INVALID_REQUEST, C.TWPOS_KIND_CONFIG, C.TWPOS_KIND_KEY:
		return false
	}
	return failure.Outcome != C.TWPOS_OUTCOME_REFUSED
}

func taken(text *C.char) string {
	defer C.twpos_string_free(text)
	return C.GoString(text)
}

func failureOf(err *C.twpos_error) *Failure {
	defer C.twpos_error_free(err)
	var text *C.char
	C.twpos_error_text(err, &text)
	return &Failure{int(C.twpos_error_outcome(err)), int(C.twpos_error_kind(err)), taken(text)}
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

func payOrCancel(till *Till, barcode string, amount int64, opSeq string) int {
	paid, failure := till.pay(fields{
		"BuyerID": barcode, // what the scanner read
		"TxAmt":   amount,  // NT$
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
	for _, pause := range []time.Duration{0, 2, 5} {
		time.Sleep(pause * time.Second)
		if _, failure = till.cancel(fields{"OPSeq": opSeq}); failure == nil {
			fmt.Println("cancelled: charge again under a new number")
			return 1
		}
		fmt.Println("not cancelled:", failure)
		if !failure.worthRepeating() {
			break
		}
	}
	fmt.Printf("STILL UNKNOWN: keep %s, and cancel it before the customer pays again\n", opSeq)
	return 2
}

func main() {
	amount, problem := int64(0), error(nil)
	if len(os.Args) == 5 {
		amount, problem = strconv.ParseInt(os.Args[3], 10, 64)
	}
	if len(os.Args) != 5 || problem != nil {
		fmt.Fprintln(os.Stderr, "usage: first_payment till.toml BARCODE AMOUNT REFERENCE")
		os.Exit(1)
	}
	till, failure := open(os.Args[1])
	if failure != nil {
		fmt.Println("not ready:", failure)
		os.Exit(1)
	}
	code := payOrCancel(till, os.Args[2], amount, os.Args[4])
	C.twpos_icash_client_free(till.client)
	os.Exit(code)
}
