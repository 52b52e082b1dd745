// A first payment with icash Pay, in C++17: handles free themselves, failures are exceptions.
//
//   c++ -std=c++17 first_payment.cpp $(pkg-config --cflags --libs twpos) -o first_payment
//   ./first_payment till.toml IC0123456789ABCDEF 36 SHOP1-0001
//
// Ends with 0 if paid, 1 if not charged or cancelled, 2 if someone must look.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <twpos.h>

namespace {

template <auto Free>
struct Freeing {
    template <class T>
    void operator()(T *handle) const { Free(handle); }
};
using Till = std::unique_ptr<twpos_icash_client, Freeing<twpos_icash_client_free>>;
using Json = std::unique_ptr<twpos_json, Freeing<twpos_json_free>>;
using Error = std::unique_ptr<twpos_error, Freeing<twpos_error_free>>;
using Text = std::unique_ptr<char, Freeing<twpos_string_free>>;

// What a failed call throws. Act on the outcome; log the rest.
class Failure : public std::runtime_error {
public:
    explicit Failure(Error error)
        : std::runtime_error(text_of(error.get())), outcome(twpos_error_outcome(error.get())),
          kind(twpos_error_kind(error.get())) {}
    int32_t outcome, kind;

    // What is wrong in the request or the settings stays wrong, and a provider's no stays no.
    bool worth_repeating() const {
        bool ours = kind == TWPOS_KIND_INVALID_REQUEST || kind == TWPOS_KIND_CONFIG || kind == TWPOS_KIND_KEY;
        return !ours && outcome != TWPOS_OUTCOME_REFUSED;
    }

private:
    static std::string text_of(const twpos_error *error) {
        char *text = nullptr;
        twpos_error_text(error, &text);
        return Text(text).get();
    }
};

void check(int32_t status) {
    if (status != TWPOS_OK) throw std::logic_error("twpos status " + std::to_string(status));
}

Json new_json() {
    twpos_json *json = nullptr;
    check(twpos_json_new(&json));
    return Json(json);
}

void set(const Json &json, const char *path, const std::string &value) {
    check(twpos_json_set_string(json.get(), path, value.c_str()));
}

using Operation = int32_t (*)(const twpos_icash_client *, const char *, char **, twpos_error **);

// Any operation: throws Failure, or gives the reply.
Json call(Operation operation, const Till &till, const Json &request) {
    char *text = nullptr;
    check(twpos_json_text(request.get(), &text));
    Text request_text(text);
    char *response = nullptr;
    twpos_error *error = nullptr;
    if (operation(till.get(), request_text.get(), &response, &error) != TWPOS_OK) throw Failure(Error(error));
    Text response_text(response);
    twpos_json *reply = nullptr;
    if (twpos_json_parse(response_text.get(), &reply, &error) != TWPOS_OK) throw Failure(Error(error));
    return Json(reply);
}

// Nobody knows whether the customer was charged: take it back. A cancel may be repeated.
int cancel(const Till &till, const std::string &op_seq) {
    auto request = new_json();
    set(request, "OPSeq", op_seq);
    for (int pause : {0, 2, 5}) {
        std::this_thread::sleep_for(std::chrono::seconds(pause));
        try {
            call(twpos_icash_cancel, till, request);
            std::printf("cancelled: charge again under a new number\n");
            return 1;
        } catch (const Failure &failure) {
            std::printf("not cancelled: %s\n", failure.what());
            if (!failure.worth_repeating()) break;
        }
    }
    std::printf("STILL UNKNOWN: keep %s, and cancel it before the customer pays again\n", op_seq.c_str());
    return 2;
}

int pay(const Till &till, const std::string &barcode, long long amount, const std::string &op_seq) {
    auto sale = new_json();
    set(sale, "BuyerID", barcode);                           // what the scanner read
    check(twpos_json_set_int(sale.get(), "TxAmt", amount));  // NT$
    set(sale, "OPSeq", op_seq);                              // unique for ever, and stored before the call
    set(sale, "StoreId", "217477");
    set(sale, "StoreName", "見晴");
    set(sale, "PosNo", "01");
    try {
        auto reply = call(twpos_icash_pay, till, sale);
        char *bank_seq = nullptr;
        check(twpos_json_get_string(reply.get(), "BankSeq", &bank_seq)); // keep it: a refund needs it
        std::printf("paid: icash number %s\n", Text(bank_seq).get());
        return 0;
    } catch (const Failure &failure) {
        bool unknown = failure.outcome == TWPOS_OUTCOME_UNKNOWN;
        std::printf("%s: %s\n", unknown ? "unknown" : "not charged", failure.what());
        return unknown ? cancel(till, op_seq) : 1;
    }
}

} // namespace

int main(int count, char **arguments) {
    char *rest = nullptr;
    long long amount = count == 5 ? std::strtoll(arguments[3], &rest, 10) : 0;
    if (count != 5 || *rest != '\0') {
        std::fprintf(stderr, "usage: first_payment till.toml BARCODE AMOUNT REFERENCE\n");
        return 1;
    }
    twpos_icash_client *client = nullptr;
    twpos_error *error = nullptr;
    twpos_icash_client_from_file(arguments[1], &client, &error);
    Till till(client); // one for the whole program: it keeps connections and keys
    if (!till) {
        std::printf("not ready: %s\n", Failure(Error(error)).what());
        return 1;
    }
    return pay(till, arguments[2], amount, arguments[4]);
}
