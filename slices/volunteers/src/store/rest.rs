//! The house's rule on rest between shifts.

use crate::rules::Rest;
use ground::db::{Fault, Read, Tx};

const BETWEEN: &str = "volunteers.rest_between";
const A_DAY: &str = "volunteers.hours_a_day";

pub(crate) fn get(read: &Read) -> Result<Rest, Fault> {
    let usual = Rest::default();
    let number = |name: &'static str, usual: i64| {
        Ok::<_, Fault>(read.setting(name)?.and_then(|value| value.parse().ok()).unwrap_or(usual))
    };
    Ok(Rest { between: number(BETWEEN, usual.between)?, a_day: number(A_DAY, usual.a_day)? })
}

pub(crate) fn save(tx: &mut Tx, rest: &Rest) -> Result<(), Fault> {
    tx.save_setting(BETWEEN, &rest.between.to_string())?;
    tx.save_setting(A_DAY, &rest.a_day.to_string())
}
