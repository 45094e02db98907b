//! Every night: what has run out is forgotten, what has to be kept for audits is kept that long and no longer.

use ground::db::Tx;
use ground::stop::Stop;

/// The daily work.
pub(crate) const KIND: &str = "admin.clean";

pub(crate) fn run(tx: &mut Tx, _payload: &str) -> Result<(), Stop> {
    tx.forget_expired()?;
    tx.forget_answers()?;
    Ok(())
}
