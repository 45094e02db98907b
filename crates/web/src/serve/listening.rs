//! Listening: connections in, requests to the router, an orderly end.

use super::lines::{Line, Lines};
use super::patient::Patient;
use super::router;
use crate::house::House;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// Whoever has not told the head of its request by then is hung up on: open lines are few.
const PATIENCE: Duration = Duration::from_secs(15);
/// The most bytes of a request's head, its address included.
const HEAD: usize = 16 * 1024;
/// How long requests under way may take when the program ends.
const FAREWELL: Duration = Duration::from_secs(10);

/// A server that listens.
pub struct Listening {
    /// Where.
    pub at: SocketAddr,
    listener: TcpListener,
    router: Router,
}

/// Listens at an address; port 0 takes a free one.
pub async fn listen(house: &Arc<House>, at: SocketAddr) -> std::io::Result<Listening> {
    let listener = TcpListener::bind(at).await?;
    Ok(Listening { at: listener.local_addr()?, listener, router: router(house) })
}

impl Listening {
    /// Serves until `stop` comes; requests under way are finished.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let lines = Lines::new();
        let graceful = GracefulShutdown::new();
        let mut connections = JoinSet::new();
        let mut stop = std::pin::pin!(stop);
        loop {
            let line = tokio::select! {
                () = &mut stop => break,
                line = lines.free() => line,
            };
            let accepted = tokio::select! {
                () = &mut stop => break,
                accepted = self.listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, from)) => {
                    // Who holds too many already is hung up on; the others never notice.
                    if let Some(line) = line.taken_by(from.ip()) {
                        drop(connections.spawn(talk(self.router.clone(), stream, from, line, &graceful)));
                    }
                }
                // Out of file handles, or a caller who hung up at once: the next one may fare better.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
            while connections.try_join_next().is_some() {}
        }
        drop(self.listener);
        let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
        Ok(())
    }
}

/// One connection, request after request.
fn talk(
    router: Router,
    stream: TcpStream,
    from: SocketAddr,
    line: Line,
    graceful: &GracefulShutdown,
) -> impl Future<Output = ()> + Send + 'static {
    // Answers are small and written whole: waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    let service = router.map_request(move |mut request: Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(from));
        request.map(|body| axum::body::Body::new(Patient::new(body)))
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let watched = graceful.watch(connection);
    async move {
        // A caller who breaks off is no fault of ours.
        let _ = watched.await;
        drop(line);
    }
}
