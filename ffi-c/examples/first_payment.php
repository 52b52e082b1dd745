<?php
// A first payment with icash Pay, in PHP (extension FFI).
//
//   php -d ffi.enable=1 first_payment.php till.toml IC0123456789ABCDEF 36 SHOP1-0001
//
// TWPOS_HEADER and TWPOS_LIBRARY say where twpos_ffi.h and libtwpos are, if not where `make install` puts them.
// Ends with 0 if paid, 1 if not charged or cancelled, 2 if someone must look.
declare(strict_types=1);

/** What a failed call throws. Act on the outcome; log the rest. */
final class Failure extends RuntimeException
{
    public function __construct(string $text, public readonly int $outcome, private readonly int $kind)
    {
        parent::__construct($text);
    }

    /** What is wrong in the request or the settings stays wrong, and a provider's no stays no. */
    public function isWorthRepeating(): bool
    {
        return !in_array($this->kind, [KIND_INVALID_REQUEST, KIND_CONFIG, KIND_KEY], true)
            && $this->outcome !== OUTCOME_REFUSED;
    }
}

/** One for the whole program: it keeps connections and keys. */
final class Till
{
    private FFI $twpos;
    private FFI\CData $client;

    public function __construct(string $config)
    {
        $header = getenv('TWPOS_HEADER') ?: '/usr/local/include/twpos_ffi.h';
        $this->twpos = FFI::cdef(file_get_contents($header), getenv('TWPOS_LIBRARY') ?: 'libtwpos.so.0');
        $this->client = $this->twpos->new('twpos_icash_client *');
        $error = $this->twpos->new('twpos_error *');
        $status = $this->twpos->twpos_icash_client_from_file($config, FFI::addr($this->client), FFI::addr($error));
        $this->check($status, $error);
    }

    public function __destruct()
    {
        $this->twpos->twpos_icash_client_free($this->client);
    }

    /** Any operation, such as `pay`: fields in, fields out, in the vendor's names. */
    public function __call(string $operation, array $arguments): array
    {
        $request = json_encode($arguments[0], JSON_THROW_ON_ERROR);
        $response = $this->twpos->new('char *');
        $error = $this->twpos->new('twpos_error *');
        $function = "twpos_icash_$operation";
        $status = $this->twpos->$function($this->client, $request, FFI::addr($response), FFI::addr($error));
        $this->check($status, $error);
        return json_decode($this->taken($response), true, flags: JSON_THROW_ON_ERROR);
    }

    private function check(int $status, FFI\CData $error): void
    {
        if ($status === $this->twpos->TWPOS_OK) {
            return;
        }
        $text = $this->twpos->new('char *');
        $this->twpos->twpos_error_text($error, FFI::addr($text));
        $outcome = $this->twpos->twpos_error_outcome($error);
        $failure = new Failure($this->taken($text), $outcome, $this->twpos->twpos_error_kind($error));
        $this->twpos->twpos_error_free($error);
        throw $failure;
    }

    /** Takes over a text of the library. */
    private function taken(FFI\CData $text): string
    {
        $copy = FFI::string($text);
        $this->twpos->twpos_string_free($text);
        return $copy;
    }
}

const OUTCOME_REFUSED = 2;
const OUTCOME_UNKNOWN = 3;
const KIND_INVALID_REQUEST = 1;
const KIND_CONFIG = 2;
const KIND_KEY = 3;

function pay(Till $till, string $barcode, int $amount, string $opSeq): int
{
    $sale = [
        'BuyerID' => $barcode, // what the scanner read
        'TxAmt' => $amount,    // NT$
        'OPSeq' => $opSeq,     // unique for ever, and stored before the call
        'StoreId' => '217477',
        'StoreName' => '見晴',
        'PosNo' => '01',
    ];
    try {
        $paid = $till->pay($sale);
        echo "paid: icash number {$paid['BankSeq']}\n"; // keep it: a refund needs it
        return 0;
    } catch (Failure $failure) {
        $unknown = $failure->outcome === OUTCOME_UNKNOWN;
        echo $unknown ? 'unknown' : 'not charged', ": {$failure->getMessage()}\n";
        return $unknown ? cancel($till, $opSeq) : 1;
    }
}

/** Nobody knows whether the customer was charged: take it back. A cancel may be repeated. */
function cancel(Till $till, string $opSeq): int
{
    foreach ([0, 2, 5] as $pause) {
        sleep($pause);
        try {
            $till->cancel(['OPSeq' => $opSeq]);
            echo "cancelled: charge again under a new number\n";
            return 1;
        } catch (Failure $failure) {
            echo "not cancelled: {$failure->getMessage()}\n";
            if (!$failure->isWorthRepeating()) {
                break;
            }
        }
    }
    echo "STILL UNKNOWN: keep $opSeq, and cancel it before the customer pays again\n";
    return 2;
}

$amount = $argc === 5 ? filter_var($argv[3], FILTER_VALIDATE_INT) : false;
if ($amount === false) {
    fwrite(STDERR, "usage: first_payment.php till.toml BARCODE AMOUNT REFERENCE\n");
    exit(1);
}
try {
    $till = new Till($argv[1]);
} catch (Failure $failure) {
    echo "not ready: {$failure->getMessage()}\n";
    exit(1);
}
exit(pay($till, $argv[2], $amount, $argv[4]));
