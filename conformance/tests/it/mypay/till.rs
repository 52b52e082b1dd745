//! A till of the sandbox's MYPAY side, and what it asks for.

use serde_json::Value;
use std::time::Duration;
use twpos::mypay::*;
use twpos_sandbox::{Fault, FaultMatch, FaultRule, Operation, Options, Sandbox};

pub const SCANNED: &str = "391234567890123456";
/// Long enough for a sandbox under load, short enough for a test.
pub const PATIENCE: Duration = Duration::from_secs(3);
/// A delay that outlasts it.
pub const DELAY_MILLISECONDS: u64 = 5_000;

pub struct Till {
    pub sandbox: Sandbox,
    pub client: Client,
    pub config: Config,
    _state: tempfile::TempDir,
}

pub fn till(tls: bool) -> Till {
    let state = tempfile::tempdir().unwrap();
    let mut options = Options::new(state.path());
    options.tls = tls;
    let sandbox = Sandbox::start(options).unwrap();
    let mut config = Config::from_file(sandbox.config_path()).unwrap();
    config.http.timeout = PATIENCE;
    Till {
        client: Client::new(config.clone()).unwrap(),
        sandbox,
        config,
        _state: state,
    }
}

impl Till {
    /// Asks for one fault of one call.
    pub fn inject(&self, fault: Fault, operation: Operation, order_id: &str) {
        let before_reading = fault == Fault::ResetBeforeReading;
        let has_delay = matches!(fault, Fault::DelayBeforeCommit | Fault::DelayAfterCommit);
        let matching = FaultMatch {
            operation: Some(operation),
            reference: Some(order_id.to_owned()),
            barcode: None,
        };
        self.sandbox.inject(FaultRule {
            matching: if before_reading {
                FaultMatch::default()
            } else {
                matching
            },
            milliseconds: has_delay.then_some(DELAY_MILLISECONDS),
            ..FaultRule::new(fault)
        });
    }

    pub fn order(&self, order_id: &str) -> Option<Value> {
        let ledger = self.sandbox.ledger();
        let orders = ledger["mypay"]["orders"].as_array().unwrap();
        orders.iter().find(|order| order["order_id"] == order_id).cloned()
    }

    pub fn charged(&self, order_id: &str) -> bool {
        self.order(order_id).is_some_and(|order| order["status"] == "paid")
    }

    /// A client whose connection is new, as `reset_before_reading` needs it.
    pub fn new_client(&self) -> Client {
        Client::new(self.config.clone()).unwrap()
    }
}

pub fn items(cost: i64) -> Vec<Item> {
    vec![Item {
        id: "1".to_owned(),
        name: "好棒棒麻辣鍋湯包".to_owned(),
        cost,
        amount: 1,
        total: cost,
        ..Default::default()
    }]
}

pub fn scan(order_id: &str) -> ScanPayRequest {
    ScanPayRequest {
        scanned_code: SCANNED.to_owned(),
        user_id: "userid".to_owned(),
        cost: 36,
        order_id: order_id.to_owned(),
        ip: "192.168.0.1".to_owned(),
        items: items(36),
        ..Default::default()
    }
}

pub fn order(order_id: &str) -> CreateOrderRequest {
    CreateOrderRequest {
        user_id: "userid".to_owned(),
        cost: 36,
        order_id: order_id.to_owned(),
        ip: "192.168.0.1".to_owned(),
        items: items(36),
        ..Default::default()
    }
}

pub fn refund(paid: &ScanPayResponse, cost: i64) -> RefundOrderRequest {
    RefundOrderRequest {
        uid: paid.uid.clone(),
        key: paid.key.clone(),
        order_id: Some(paid.order_id.clone()),
        cost,
        ..Default::default()
    }
}

pub fn query(paid: &ScanPayResponse) -> QueryOrderRequest {
    QueryOrderRequest {
        uid: paid.uid.clone(),
        key: paid.key.clone(),
        order_id: Some(paid.order_id.clone()),
        ..Default::default()
    }
}
