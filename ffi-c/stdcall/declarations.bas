' What a failed call says. Outcome is the number to act on (TWPOS_OUTCOME_...); 0, with everything else, after a call
' that went well. No text of it ever holds a key, a token, a barcode or a body.
Public Type TwposError
    Status As Long
    Kind As Long
    Outcome As Long
    HttpStatus As Long          ' 0: no answer got that far.
    ProviderCode As String      ' Empty: there is none.
    ProviderText As String
    Reference As String         ' The transaction this is about.
    Detail As String
    Text As String              ' All of it in one line, for the log.
End Type

' A whole number of 64 bits, which 32-bit Visual Basic has not.
Private Type TwposInt64
    Low As Long
    High As Long
End Type

' Handles and pointers are LongPtr. VBA 7 (Office 2010 and newer) has that type; for what is older it is a Long.
#If VBA7 Then
Private Declare PtrSafe Function w_MultiByteToWideChar Lib "kernel32" Alias "MultiByteToWideChar" (ByVal code_page As Long, ByVal flags As Long, ByVal narrow As LongPtr, ByVal narrow_size As Long, ByVal wide As LongPtr, ByVal wide_length As Long) As Long
Private Declare PtrSafe Function w_WideCharToMultiByte Lib "kernel32" Alias "WideCharToMultiByte" (ByVal code_page As Long, ByVal flags As Long, ByVal wide As LongPtr, ByVal wide_length As Long, ByVal narrow As LongPtr, ByVal narrow_size As Long, ByVal default_char As LongPtr, ByVal used_default As LongPtr) As Long
Private Declare PtrSafe Function w_lstrlenA Lib "kernel32" Alias "lstrlenA" (ByVal narrow As LongPtr) As Long
Private Declare PtrSafe Function w_LoadLibraryW Lib "kernel32" Alias "LoadLibraryW" (ByVal path As LongPtr) As LongPtr
#Else
Public Enum LongPtr
    [_TwposLongPtr]
End Enum
Private Declare Function w_MultiByteToWideChar Lib "kernel32" Alias "MultiByteToWideChar" (ByVal code_page As Long, ByVal flags As Long, ByVal narrow As LongPtr, ByVal narrow_size As Long, ByVal wide As LongPtr, ByVal wide_length As Long) As Long
Private Declare Function w_WideCharToMultiByte Lib "kernel32" Alias "WideCharToMultiByte" (ByVal code_page As Long, ByVal flags As Long, ByVal wide As LongPtr, ByVal wide_length As Long, ByVal narrow As LongPtr, ByVal narrow_size As Long, ByVal default_char As LongPtr, ByVal used_default As LongPtr) As Long
Private Declare Function w_lstrlenA Lib "kernel32" Alias "lstrlenA" (ByVal narrow As LongPtr) As Long
Private Declare Function w_LoadLibraryW Lib "kernel32" Alias "LoadLibraryW" (ByVal path As LongPtr) As LongPtr
#End If

Private Const CP_UTF8 As Long = 65001
