//! `tenfold verify`: recomputes the chain of facts and every cached figure.

use super::{Failure, say};
use crate::cli::Ground;
use crate::slices::SLICES;
use ground::clock::Clock;
use ground::db::Db;

pub(super) async fn run(ground: Ground) -> Result<(), Failure> {
    let address = ground.database.parse().map_err(|_| Failure("no database".into()))?;
    if let ground::db::Address::File(path) = &address
        && !path.exists()
    {
        return Err(Failure(format!("{}: no such database", path.display())));
    }
    let db = Db::open(&address, Clock::default(), &web::migrations(SLICES)).await?;
    let found = db.read_at_length(|read| Ok(ground::ledger::verify(read, |_| ())?)).await?;
    match found {
        Ok(verified) => {
            say(&format!("账本完好 The ledger holds: {} facts, {} cached figures", verified.facts, verified.folds));
            Ok(())
        }
        Err(misfit) => Err(Failure(format!("账本不符 The ledger does not hold: {misfit}"))),
    }
}
