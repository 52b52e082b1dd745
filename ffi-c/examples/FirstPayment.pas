{ A first payment with icash Pay, in Delphi or Free Pascal (fpc -Mdelphi FirstPayment.pas).

    FirstPayment till.toml IC0123456789ABCDEF 36 SHOP1-0001

  Ends with 0 if paid, 1 if not charged or cancelled, 2 if someone must look. }
program FirstPayment;

{$IFDEF FPC}{$MODE DELPHI}{$ENDIF}
{$APPTYPE CONSOLE}

uses
  SysUtils;

const
  TwposLibrary = {$IFDEF MSWINDOWS}'twpos.dll'{$ELSE}'twpos'{$ENDIF};
  TWPOS_OK = 0;
  TWPOS_OUTCOME_REFUSED = 2;
  TWPOS_OUTCOME_UNKNOWN = 3;
  TWPOS_KIND_INVALID_REQUEST = 1;
  TWPOS_KIND_CONFIG = 2;
  TWPOS_KIND_KEY = 3;

type
  PText = PAnsiChar; { UTF-8 }
  THandle = Pointer;

function twpos_icash_client_from_file(path: PText; out client: THandle; var error: THandle): Integer; cdecl; external TwposLibrary;
procedure twpos_icash_client_free(client: THandle); cdecl; external TwposLibrary;
function twpos_icash_pay(client: THandle; request: PText; out response: PText; var error: THandle): Integer; cdecl; external TwposLibrary;
function twpos_icash_cancel(client: THandle; request: PText; out response: PText; var error: THandle): Integer; cdecl; external TwposLibrary;
function twpos_json_new(out json: THandle): Integer; cdecl; external TwposLibrary;
function twpos_json_parse(text: PText; out json: THandle; var error: THandle): Integer; cdecl; external TwposLibrary;
function twpos_json_set_string(json: THandle; path, value: PText): Integer; cdecl; external TwposLibrary;
function twpos_json_set_int(json: THandle; path: PText; value: Int64): Integer; cdecl; external TwposLibrary;
function twpos_json_get_string(json: THandle; path: PText; out value: PText): Integer; cdecl; external TwposLibrary;
function twpos_json_text(json: THandle; out text: PText): Integer; cdecl; external TwposLibrary;
procedure twpos_json_free(json: THandle); cdecl; external TwposLibrary;
function twpos_error_kind(error: THandle): Integer; cdecl; external TwposLibrary;
function twpos_error_outcome(error: THandle): Integer; cdecl; external TwposLibrary;
function twpos_error_text(error: THandle; out text: PText): Integer; cdecl; external TwposLibrary;
procedure twpos_error_free(error: THandle); cdecl; external TwposLibrary;
procedure twpos_string_free(text: PText); cdecl; external TwposLibrary;

{ Takes over a text of the library. }
function Taken(text: PText): UTF8String;
begin
  Result := text;
  twpos_string_free(text);
end;

{ All of the error in one line; the error is used up. }
function ErrorText(error: THandle): UTF8String;
var
  text: PText;
begin
  twpos_error_text(error, text);
  Result := Taken(text);
  twpos_error_free(error);
end;

function Sale(const barcode: UTF8String; amount: Int64; const opSeq: UTF8String): UTF8String;
var
  json: THandle;
  text: PText;
begin
  twpos_json_new(json);
  twpos_json_set_string(json, 'BuyerID', PText(barcode)); { what the scanner read }
  twpos_json_set_int(json, 'TxAmt', amount);              { NT$ }
  twpos_json_set_string(json, 'OPSeq', PText(opSeq));     { unique for ever, and stored before the call }
  twpos_json_set_string(json, 'StoreId', '217477');
  twpos_json_set_string(json, 'StoreName', #$E8#$A6#$8B#$E6#$99#$B4);
  twpos_json_set_string(json, 'PosNo', '01');
  twpos_json_text(json, text);
  twpos_json_free(json);
  Result := Taken(text);
end;

{ What is wrong in the request or the settings stays wrong, and a provider's no stays no. }
function WorthRepeating(error: THandle): Boolean;
begin
  Result := (twpos_error_outcome(error) <> TWPOS_OUTCOME_REFUSED)
    and not (twpos_error_kind(error) in [TWPOS_KIND_INVALID_REQUEST, TWPOS_KIND_CONFIG, TWPOS_KIND_KEY]);
end;

function CancelRequest(const opSeq: UTF8String): UTF8String;
var
  json: THandle;
  text: PText;
begin
  twpos_json_new(json);
  twpos_json_set_string(json, 'OPSeq', PText(opSeq));
  twpos_json_text(json, text);
  twpos_json_free(json);
  Result := Taken(text);
end;

{ Nobody knows whether the customer was charged: take it back. A cancel may be repeated. }
function Cancel(till: THandle; const opSeq: UTF8String): Integer;
const
  Pauses: array[1..3] of Integer = (0, 2000, 5000);
var
  attempt: Integer;
  error: THandle;
  request: UTF8String;
  response: PText;
  again: Boolean;
begin
  request := CancelRequest(opSeq);
  for attempt := 1 to 3 do
  begin
    Sleep(Pauses[attempt]);
    error := nil;
    if twpos_icash_cancel(till, PText(request), response, error) = TWPOS_OK then
    begin
      twpos_string_free(response);
      WriteLn('cancelled: charge again under a new number');
      Exit(1);
    end;
    again := WorthRepeating(error);
    WriteLn('not cancelled: ', ErrorText(error));
    if not again then
      Break;
  end;
  WriteLn('STILL UNKNOWN: keep ', opSeq, ', and cancel it before the customer pays again');
  Result := 2;
end;

function Pay(till: THandle; const barcode: UTF8String; amount: Int64; const opSeq: UTF8String): Integer;
var
  reply, error: THandle;
  response, bankSeq: PText;
begin
  error := nil;
  if twpos_icash_pay(till, PText(Sale(barcode, amount, opSeq)), response, error) = TWPOS_OK then
  begin
    twpos_json_parse(response, reply, error);
    twpos_json_get_string(reply, 'BankSeq', bankSeq); { keep it: a refund needs it }
    WriteLn('paid: icash number ', Taken(bankSeq));
    twpos_json_free(reply);
    twpos_string_free(response);
    Result := 0;
  end
  else if twpos_error_outcome(error) = TWPOS_OUTCOME_UNKNOWN then
  begin
    WriteLn('unknown: ', ErrorText(error));
    Result := Cancel(till, opSeq);
  end
  else
  begin
    WriteLn('not charged: ', ErrorText(error));
    Result := 1;
  end;
end;

var
  till, error: THandle; { one till for the whole program: it keeps connections and keys }
  amount: Int64;
begin
  if (ParamCount <> 4) or not TryStrToInt64(ParamStr(3), amount) then
  begin
    WriteLn(ErrOutput, 'usage: FirstPayment till.toml BARCODE AMOUNT REFERENCE');
    Halt(1);
  end;
  error := nil;
  if twpos_icash_client_from_file(PText(UTF8String(ParamStr(1))), till, error) <> TWPOS_OK then
  begin
    WriteLn('not ready: ', ErrorText(error));
    Halt(1);
  end;
  ExitCode := Pay(till, UTF8String(ParamStr(2)), amount, UTF8String(ParamStr(4)));
  twpos_icash_client_free(till);
end.
