//! `twpos_config`: settings given one by one, as a configuration file would hold them.

use crate::bridge::{free, handle_mut, output, status, text};
use crate::failure::{Error, Failure};
use crate::status::{TWPOS_INVALID_PATH, TWPOS_WRONG_TYPE};
use std::ffi::c_char;
use toml::{Table, Value};
use zeroize::Zeroizing;

/// Settings given one by one, to make a client from. Use it from one thread at a time.
#[derive(Default)]
pub struct Config {
    /// What a configuration file would hold.
    table: Table,
}

impl Config {
    /// The settings as the text that core reads, so that there is one validator and one wording of errors.
    pub(crate) fn to_toml(&self) -> Zeroizing<String> {
        Zeroizing::new(self.table.to_string())
    }

    /// The place of a setting, such as `icash.base_url`. Which names exist, core says when a client is made.
    fn place(&mut self, name: &str) -> Result<(&mut Table, String), Failure> {
        let wrong_name = || Error::wrong_call(TWPOS_INVALID_PATH, "name must look like icash.base_url".to_owned());
        let (provider, setting) = name.split_once('.').ok_or_else(wrong_name)?;
        if provider.is_empty() || setting.is_empty() {
            return Err(wrong_name());
        }
        let table = self.table.entry(provider).or_insert_with(|| Value::Table(Table::new()));
        match table {
            Value::Table(table) => Ok((table, setting.to_owned())),
            _ => Err(wrong_name()),
        }
    }

    fn set(&mut self, name: &str, value: Value) -> Result<(), Failure> {
        let (table, setting) = self.place(name)?;
        table.insert(setting, value);
        Ok(())
    }

    fn add(&mut self, name: &str, value: &str) -> Result<(), Failure> {
        let (table, setting) = self.place(name)?;
        match table.entry(setting).or_insert_with(|| Value::Array(Vec::new())) {
            Value::Array(list) => {
                list.push(Value::from(value));
                Ok(())
            }
            _ => Err(Error::wrong_call(
                TWPOS_WRONG_TYPE,
                "the setting is not a list".to_owned(),
            )),
        }
    }
}

/// Makes a configuration without any setting yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_config_new(config: *mut *mut Config) -> i32 {
    status(|| {
        unsafe { output("config", config) }?.handle(Config::default());
        Ok(())
    })
}

/// Frees a configuration, and wipes its keys. NULL is nothing. Clients made from it stay.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_config_free(config: *mut Config) {
    unsafe { free(config) };
}

/// Sets a text. `name` is the provider's table and the setting, such as "icash.base_url"; the settings are
/// those of docs/configuration.md, and whether they fit is said when a client is made.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_config_set_string(
    config: *mut Config,
    name: *const c_char,
    value: *const c_char,
) -> i32 {
    status(|| {
        let (config, name) = unsafe { (handle_mut("config", config)?, text("name", name)?) };
        config.set(name, Value::from(unsafe { text("value", value) }?))
    })
}

/// Sets a whole number, such as "icash.timeout_seconds".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_config_set_int(config: *mut Config, name: *const c_char, value: i64) -> i32 {
    status(|| {
        let (config, name) = unsafe { (handle_mut("config", config)?, text("name", name)?) };
        config.set(name, Value::from(value))
    })
}

/// Sets a yes (not 0) or no (0), such as "omni.is_test".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_config_set_bool(config: *mut Config, name: *const c_char, value: i32) -> i32 {
    status(|| {
        let (config, name) = unsafe { (handle_mut("config", config)?, text("name", name)?) };
        config.set(name, Value::from(value != 0))
    })
}

/// Adds a text to a list, such as "omni.ipass_refusal_codes".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_config_add_string(
    config: *mut Config,
    name: *const c_char,
    value: *const c_char,
) -> i32 {
    status(|| {
        let (config, name) = unsafe { (handle_mut("config", config)?, text("name", name)?) };
        config.add(name, unsafe { text("value", value) }?)
    })
}
