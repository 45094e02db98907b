//! What goes on behind the pages: jobs that are due, figures that are kept folded.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch::Receiver;
use web::House;

/// How long nothing happens when there is nothing to do.
const PAUSE: Duration = Duration::from_secs(1);

/// Works until told to end; what is under way is finished.
pub async fn run(house: Arc<House>, mut ended: Receiver<bool>) {
    while !*ended.borrow() {
        let tried = house.run_jobs().await;
        house.keep_folds().await;
        if tried == 0 {
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => {}
                _ = ended.changed() => {}
            }
        }
    }
}
