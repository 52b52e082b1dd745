//! `twpos demo`: the main job, end to end, over a real TLS socket, in about twelve seconds.

use crate::failure::Failure;
use comfy_table::{Attribute, Cell, CellAlignment, Color, LineStyle, Table, TableStyle};
use serde_json::{Value, json};
use std::io::IsTerminal as _;
use std::time::{Duration, Instant};
use twpos::icash::{self, *};
use twpos::{Error, Outcome};
use twpos_sandbox::{Fault, Options, Sandbox};

/// A barcode like those of the icash Pay app.
const CUSTOMER: &str = "IC20261121DEMO0001";

pub(crate) fn run() -> crate::Result {
    let state = tempfile::tempdir().map_err(Failure::usage)?;
    let mut options = Options::new(state.path());
    options.tls = true;
    let sandbox = Sandbox::start(options).map_err(Failure::usage)?;
    println!(
        "A sandbox of icash Pay listens at {}; every call below is encrypted, signed and sent there.",
        sandbox.url()
    );
    println!("One step waits 10 s on purpose, for a reply that comes too late.\n");

    let mut config = Config::from_file(sandbox.config_path())?;
    config.http.timeout = Duration::from_secs(10);
    let mut demo = Demo {
        till: Client::new(config)?,
        run: run_number(),
        steps: Vec::new(),
    };
    demo.payment_and_refunds();
    demo.cancelled_payment();
    demo.top_ups();
    demo.decline();
    demo.unknown_outcome("a reply that comes too late", Fault::DelayAfterCommit, "timeout");
    demo.unknown_outcome("a forged reply", Fault::SignatureForeign, "signature");

    println!("{}", table(&demo.steps));
    let agrees = check_ledger(&sandbox.ledger());
    sandbox.stop();
    match agrees && demo.steps.iter().all(Step::is_expected) {
        true => Ok(()),
        false => Err(Failure::Reported),
    }
}

/// References are unique for ever, so each run has a number of its own.
fn run_number() -> String {
    jiff::Timestamp::now().strftime("%y%m%d%H%M%S").to_string()
}

/// One line of the table.
struct Step {
    operation: String,
    reference: String,
    outcome: String,
    expected: &'static str,
    words: String,
    elapsed: Duration,
}

impl Step {
    fn is_expected(&self) -> bool {
        self.outcome == self.expected
    }
}

struct Demo {
    till: Client,
    run: String,
    steps: Vec<Step>,
}

impl Demo {
    fn payment_and_refunds(&mut self) {
        let sale = self.sale("A", CUSTOMER, 120);
        let paid = self.step("pay NT$ 120", &sale.op_seq, "approved", |till| till.pay(&sale));
        let bank_seq = paid.map(|paid| paid.bank_seq).unwrap_or_default();
        let refund = |number: u32, tx_amt: i64| RefundRequest {
            op_seq: sale.op_seq.clone(),
            bank_seq: bank_seq.clone(),
            tx_amt,
            op_refund_seq: format!("{}-R{number}", sale.op_seq),
            store_id: sale.store_id.clone(),
            store_name: sale.store_name.clone(),
            pos_no: sale.pos_no.clone(),
            ..Default::default()
        };
        self.step("refund NT$ 50 of it", &sale.op_seq, "approved", |till| {
            till.refund(&refund(1, 50))
        });
        self.step("refund NT$ 100 more", &sale.op_seq, "refused", |till| {
            till.refund(&refund(2, 100))
        });
    }

    fn cancelled_payment(&mut self) {
        let sale = self.sale("B", CUSTOMER, 80);
        self.step("pay NT$ 80", &sale.op_seq, "approved", |till| till.pay(&sale));
        self.cancel(&sale.op_seq);
    }

    fn top_ups(&mut self) {
        let first = self.top_up("C", 500);
        let done = self.step("top up NT$ 500", &first.op_seq, "approved", |till| till.top_up(&first));
        let refund = RefundTopUpRequest {
            buyer_id: first.buyer_id.clone(),
            op_seq: first.op_seq.clone(),
            bank_seq: done.map(|done| done.bank_seq).unwrap_or_default(),
            top_up_amt: first.top_up_amt,
            op_refund_seq: format!("{}-R1", first.op_seq),
            store_id: first.store_id.clone(),
            store_name: first.store_name.clone(),
            pos_no: first.pos_no.clone(),
            ..Default::default()
        };
        self.step("refund the top-up", &first.op_seq, "approved", |till| {
            till.refund_top_up(&refund)
        });

        let second = self.top_up("D", 300);
        self.step("top up NT$ 300", &second.op_seq, "approved", |till| {
            till.top_up(&second)
        });
        let cancel = CancelTopUpRequest {
            buyer_id: second.buyer_id.clone(),
            op_seq: second.op_seq.clone(),
            ..Default::default()
        };
        self.step("cancel the top-up", &second.op_seq, "approved", |till| {
            till.cancel_top_up(&cancel)
        });
    }

    fn decline(&mut self) {
        let sale = self.sale("E", &barcode(Fault::Decline), 60);
        self.step("pay NT$ 60, declined", &sale.op_seq, "refused", |till| till.pay(&sale));
    }

    /// The case that tills fear: nobody knows whether the customer was charged. So: cancel.
    fn unknown_outcome(&mut self, what: &str, fault: Fault, run: &str) {
        let sale = self.sale(&run[..1].to_uppercase(), &barcode(fault), 200);
        self.step(&format!("pay NT$ 200: {what}"), &sale.op_seq, "unknown", |till| {
            till.pay(&sale)
        });
        self.cancel(&sale.op_seq);
    }

    fn cancel(&mut self, op_seq: &str) {
        let cancel = CancelRequest {
            op_seq: op_seq.to_owned(),
            ..Default::default()
        };
        self.step("cancel it", op_seq, "approved", |till| till.cancel(&cancel));
    }

    fn step<T: Words>(
        &mut self,
        operation: &str,
        reference: &str,
        expected: &'static str,
        call: impl FnOnce(&Client) -> Result<T, Error>,
    ) -> Option<T> {
        let started = Instant::now();
        let result = call(&self.till);
        let (outcome, words) = match &result {
            Ok(done) => ("approved".to_owned(), done.words()),
            Err(error) => (error.outcome.to_string(), error_words(error)),
        };
        self.steps.push(Step {
            operation: operation.to_owned(),
            reference: reference.to_owned(),
            outcome,
            expected,
            words,
            elapsed: started.elapsed(),
        });
        result.ok()
    }

    fn sale(&self, letter: &str, barcode: &str, tx_amt: i64) -> PayRequest {
        PayRequest {
            buyer_id: barcode.to_owned(),
            tx_amt,
            item_amt: Some(tx_amt),
            op_seq: format!("DEMO-{}-{letter}", self.run),
            store_id: "217477".to_owned(),
            store_name: "見晴".to_owned(),
            pos_no: "01".to_owned(),
            bonus_type: "ByWallet".to_owned(),
            receipt_print: "N".to_owned(),
            ..Default::default()
        }
    }

    fn top_up(&self, letter: &str, top_up_amt: i64) -> TopUpRequest {
        TopUpRequest {
            buyer_id: CUSTOMER.to_owned(),
            top_up_amt,
            op_seq: format!("DEMO-{}-{letter}", self.run),
            store_id: "217477".to_owned(),
            store_name: "見晴".to_owned(),
            pos_no: "01".to_owned(),
            ..Default::default()
        }
    }
}

fn barcode(fault: Fault) -> String {
    fault.magic_barcode().unwrap_or_default()
}

/// The provider's words in a reply.
trait Words {
    fn words(&self) -> String;
}

macro_rules! words_of_status {
    ($($response:ty),*) => {$(
        impl Words for $response {
            fn words(&self) -> String {
                format!("{} {}", self.status_code, self.status_desc)
            }
        }
    )*};
}
words_of_status!(PayResponse, RefundResponse, TopUpResponse, RefundTopUpResponse);

impl Words for CancelResponse {
    fn words(&self) -> String {
        format!("OPSeq {}", self.op_seq)
    }
}

impl Words for icash::CancelTopUpResponse {
    fn words(&self) -> String {
        format!("OPSeq {}", self.op_seq)
    }
}

fn error_words(error: &Error) -> String {
    match (&error.provider_code, &error.provider_text) {
        (None, None) => format!("({})", error.detail),
        (code, text) => [code.as_deref(), text.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
    }
}

fn table(steps: &[Step]) -> Table {
    let in_colour = std::io::stdout().is_terminal();
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    if !in_colour {
        table.force_no_tty();
    }
    table.set_header(["operation", "reference", "outcome", "provider's words", "ms"]);
    for step in steps {
        let mut outcome = Cell::new(&step.outcome);
        if in_colour {
            outcome = outcome.fg(colour(&step.outcome)).add_attribute(Attribute::Bold);
        }
        if !step.is_expected() {
            outcome = Cell::new(format!("{} (expected {})", step.outcome, step.expected));
        }
        table.add_row([
            Cell::new(&step.operation),
            Cell::new(&step.reference),
            outcome,
            Cell::new(&step.words),
            Cell::new(step.elapsed.as_millis()).set_alignment(CellAlignment::Right),
        ]);
    }
    table
}

fn colour(outcome: &str) -> Color {
    match outcome {
        "approved" => Color::Green,
        unknown if unknown == Outcome::Unknown.as_str() => Color::Yellow,
        _ => Color::Red,
    }
}

/// Whether the provider's books say what the till believes.
fn check_ledger(ledger: &Value) -> bool {
    let expected = json!({
        "paid": 120 + 80 + 200 + 200,
        "refunded": 50,
        "cancelled": 80 + 200 + 200,
        "topped_up": 500 + 300,
        "top_up_refunded": 500,
        "top_up_cancelled": 300,
    });
    let totals = &ledger["icash"]["totals"];
    println!("\nThe sandbox's ledger, in NT$:");
    for (name, amount) in expected.as_object().into_iter().flatten() {
        println!(
            "  {name:<16} {amount:>5}{}",
            if &totals[name] == amount {
                ""
            } else {
                "   <- the sandbox has another amount"
            }
        );
    }
    match *totals == expected {
        true => println!("The till's view and the ledger agree: both unknown payments were found and reversed."),
        false => println!("The till's view and the ledger DISAGREE. The sandbox has {totals}"),
    }
    *totals == expected
}
