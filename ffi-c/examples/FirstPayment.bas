Attribute VB_Name = "FirstPayment"
' A first payment with icash Pay, in Visual Basic 6 or VBA. Import this file and twpos.bas, then, in a form or in the
' Immediate window:
'
'   Debug.Print OpenTill("C:\till\till.toml")
'   Debug.Print Charge("IC0123456789ABCDEF", 36, "SHOP1-0001")
Option Explicit

#If VBA7 Then
Private Declare PtrSafe Sub Sleep Lib "kernel32" (ByVal milliseconds As Long)
#Else
Private Declare Sub Sleep Lib "kernel32" (ByVal milliseconds As Long)
#End If

Private till As LongPtr ' One for the whole program: it keeps connections and keys.

Public Function OpenTill(ByVal config As String) As String
    Dim failure As TwposError
    If till <> 0 Then CloseTill
    If twpos_icash_client_from_file(config, till, failure) = TWPOS_OK Then
        OpenTill = "ready"
    Else
        OpenTill = "not ready: " & failure.Text
    End If
End Function

Public Sub CloseTill()
    twpos_icash_client_free till
    till = 0
End Sub

Public Function Charge(ByVal barcode As String, ByVal amount As Long, ByVal op_seq As String) As String
    Dim failure As TwposError, response As String
    If twpos_icash_pay(till, Sale(barcode, amount, op_seq), response, failure) = TWPOS_OK Then
        Charge = "paid: icash number " & Member(response, "BankSeq") ' Keep it: a refund needs it.
    ElseIf failure.Outcome = TWPOS_OUTCOME_UNKNOWN Then
        Charge = "unknown: " & failure.Text & vbCrLf & Cancel(op_seq)
    Else
        Charge = "not charged: " & failure.Text
    End If
End Function

' Nobody knows whether the customer was charged: take it back. A cancel may be repeated.
Private Function Cancel(ByVal op_seq As String) As String
    Dim failure As TwposError, json As LongPtr, request As String, response As String, attempt As Long
    twpos_json_new json
    twpos_json_set_string json, "OPSeq", op_seq
    twpos_json_text json, request
    twpos_json_free json
    For attempt = 1 To 3
        If twpos_icash_cancel(till, request, response, failure) = TWPOS_OK Then
            Cancel = Cancel & "cancelled: charge again under a new number"
            Exit Function
        End If
        Cancel = Cancel & "not cancelled: " & failure.Text & vbCrLf
        If Not WorthRepeating(failure) Then Exit For
        If attempt < 3 Then Sleep attempt * 2500
    Next
    Cancel = Cancel & "STILL UNKNOWN: keep " & op_seq & ", and cancel it before the customer pays again"
End Function

' What is wrong in the request or the settings stays wrong, and a provider's no stays no.
Private Function WorthRepeating(ByRef failure As TwposError) As Boolean
    Select Case failure.Kind
    Case TWPOS_KIND_INVALID_REQUEST, TWPOS_KIND_CONFIG, TWPOS_KIND_KEY
        WorthRepeating = False
    Case Else
        WorthRepeating = (failure.Outcome <> TWPOS_OUTCOME_REFUSED)
    End Select
End Function

Private Function Sale(ByVal barcode As String, ByVal amount As Long, ByVal op_seq As String) As String
    Dim json As LongPtr, request As String
    twpos_json_new json
    twpos_json_set_string json, "BuyerID", barcode ' What the scanner read.
    twpos_json_set_int json, "TxAmt", amount       ' Whole NT$.
    twpos_json_set_string json, "OPSeq", op_seq    ' Unique for ever, and stored before the call.
    twpos_json_set_string json, "StoreId", "217477"
    twpos_json_set_string json, "StoreName", ChrW$(&H898B) & ChrW$(&H6674)
    twpos_json_set_string json, "PosNo", "01"
    twpos_json_text json, request
    twpos_json_free json
    Sale = request
End Function

' A member of a reply; empty if there is none.
Private Function Member(ByVal response As String, ByVal path As String) As String
    Dim json As LongPtr, failure As TwposError, value As String
    If twpos_json_parse(response, json, failure) <> TWPOS_OK Then Exit Function
    twpos_json_get_string json, path, value
    twpos_json_free json
    Member = value
End Function
