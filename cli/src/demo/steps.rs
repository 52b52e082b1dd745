//! What was done, and how it came out, as a table.

use comfy_table::{Attribute, Cell, CellAlignment, Color, LineStyle, Table, TableStyle};
use std::io::IsTerminal as _;
use std::time::{Duration, Instant};
use twpos::{Error, Outcome};

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

/// How a response reads in the table: its outcome, and the provider's words.
pub(super) type Told = (String, String);

/// Every step so far.
pub(super) struct Steps {
    run: String,
    steps: Vec<Step>,
}

impl Steps {
    pub(super) fn new() -> Self {
        Steps {
            // References are unique for ever, so each run has a number of its own.
            run: jiff::Timestamp::now().strftime("%y%m%d%H%M%S").to_string(),
            steps: Vec::new(),
        }
    }

    /// A reference of this run.
    pub(super) fn reference(&self, letter: &str) -> String {
        format!("DEMO-{}-{letter}", self.run)
    }

    /// Makes the call and notes how it came out.
    pub(super) fn step<T>(
        &mut self,
        operation: &str,
        reference: &str,
        expected: &'static str,
        call: impl FnOnce() -> Result<T, Error>,
        told: impl FnOnce(&T) -> Told,
    ) -> Option<T> {
        let started = Instant::now();
        let result = call();
        let (outcome, words) = match &result {
            Ok(response) => told(response),
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

    pub(super) fn are_as_expected(&self) -> bool {
        self.steps.iter().all(Step::is_expected)
    }

    pub(super) fn table(&self) -> Table {
        let in_colour = std::io::stdout().is_terminal();
        let mut table = Table::new();
        table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
        if !in_colour {
            table.force_no_tty();
        }
        table.set_header(["operation", "reference", "outcome", "provider's words", "ms"]);
        for step in &self.steps {
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

fn colour(outcome: &str) -> Color {
    match outcome {
        unknown if unknown == Outcome::Unknown.as_str() => Color::Yellow,
        no if no == Outcome::Refused.as_str() || no == Outcome::NotSent.as_str() => Color::Red,
        "pending" => Color::Yellow,
        _ => Color::Green,
    }
}
