' Loads the library from a folder, such as App.Path or ThisWorkbook.Path: call it before any other function where the
' library is not beside the program, as in Office and in Visual Basic's own editor. False: it is not there, or it is
' that of the other width.
Public Function TwposLoad(ByVal folder As String) As Boolean
    Dim path As String
#If Win64 Then
    path = folder & "\twpos.dll"
#Else
    path = folder & "\twpos_stdcall.dll"
#End If
    TwposLoad = (w_LoadLibraryW(StrPtr(path)) <> 0)
End Function

' The text behind a pointer of the library, such as what a log callback is given. The pointer stays the library's.
Public Function TwposText(ByVal pointer As LongPtr) As String
    Dim size As Long, length As Long, wide As String
    If pointer = 0 Then Exit Function
    size = w_lstrlenA(pointer)
    If size = 0 Then Exit Function
    length = w_MultiByteToWideChar(CP_UTF8, 0, pointer, size, 0, 0)
    wide = String$(length, vbNullChar)
    w_MultiByteToWideChar CP_UTF8, 0, pointer, size, StrPtr(wide), length
    TwposText = wide
End Function

' Takes over a text that the library gave: it is freed.
Private Function TakeText(ByVal pointer As LongPtr) As String
    TakeText = TwposText(pointer)
    c_twpos_string_free pointer
End Function

' A text as the library takes it: UTF-8 that ends with a zero byte. A zero inside would cut the text there without a
' word (strings of a fixed length are full of them), so it becomes a byte that is not UTF-8: the library then refuses
' the text with TWPOS_INVALID_UTF8, and nothing is done.
Private Function Utf8(ByVal wide As String) As Byte()
    Dim bytes() As Byte, size As Long, i As Long
    If Len(wide) > 0 Then size = w_WideCharToMultiByte(CP_UTF8, 0, StrPtr(wide), Len(wide), 0, 0, 0, 0)
    ReDim bytes(0 To size)
    If size > 0 Then w_WideCharToMultiByte CP_UTF8, 0, StrPtr(wide), Len(wide), VarPtr(bytes(0)), size, 0, 0
    For i = 0 To size - 1
        If bytes(i) = 0 Then bytes(i) = 255
    Next
    Utf8 = bytes
End Function

' Reads the error of a call into failure, and frees it. After a call that went well, failure is empty.
Private Sub TakeError(ByRef failure As TwposError, ByVal status As Long, ByVal handle As LongPtr)
    Dim none As TwposError, pointer As LongPtr
    failure = none
    If status = TWPOS_OK Then Exit Sub
    failure.Status = status
    failure.Kind = c_twpos_error_kind(handle)
    failure.Outcome = c_twpos_error_outcome(handle)
    c_twpos_error_http_status handle, failure.HttpStatus
    If c_twpos_error_text(handle, pointer) = TWPOS_OK Then failure.Text = TakeText(pointer)
    If c_twpos_error_detail(handle, pointer) = TWPOS_OK Then failure.Detail = TakeText(pointer)
    If c_twpos_error_reference(handle, pointer) = TWPOS_OK Then failure.Reference = TakeText(pointer)
    If c_twpos_error_provider_code(handle, pointer) = TWPOS_OK Then failure.ProviderCode = TakeText(pointer)
    If c_twpos_error_provider_text(handle, pointer) = TWPOS_OK Then failure.ProviderText = TakeText(pointer)
    c_twpos_error_free handle
End Sub

' A number of 64 bits as one of 32. One that does not fit has the wrong type: read it as text then.
Private Function TakeInt64(ByRef whole As TwposInt64, ByRef value As Long, ByVal status As Long) As Long
    TakeInt64 = status
    If status <> TWPOS_OK Then Exit Function
    If whole.High = CLng(whole.Low < 0) Then value = whole.Low Else TakeInt64 = TWPOS_WRONG_TYPE
End Function
