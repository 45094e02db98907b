//! Patience with a request's body: a village's slow line is waited for, one that only holds the line is not.

use axum::body::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use std::io::{Error, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};

/// What every body is given.
const PATIENCE: Duration = Duration::from_secs(15);
/// What each byte that came adds: two thousand a second is slower than any line still in use.
const PER_BYTE: Duration = Duration::from_micros(500);

/// A body that must go on coming.
pub(super) struct Patient<B> {
    body: B,
    until: Instant,
    /// Set once there is something to wait for: most bodies are there with their head, or empty.
    alarm: Option<Pin<Box<Sleep>>>,
}

impl<B> Patient<B> {
    pub(super) fn new(body: B) -> Self {
        Self { body, until: Instant::now() + PATIENCE, alarm: None }
    }
}

/// Whether a body's reading failed because it was not waited for any longer.
pub(super) fn is_too_slow(error: &(dyn std::error::Error + 'static)) -> bool {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.filter_map(|error| error.downcast_ref::<Error>()).any(|error| error.kind() == ErrorKind::TimedOut)
}

impl<B: Body<Data = Bytes, Error: Into<axum::BoxError>> + Unpin> Body for Patient<B> {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        if let Poll::Ready(next) = Pin::new(&mut self.body).poll_frame(context) {
            if let Some(Ok(frame)) = &next {
                let count = frame.data_ref().map_or(0, |data| u32::try_from(data.len()).unwrap_or(u32::MAX));
                self.until += PER_BYTE * count;
            }
            return Poll::Ready(next.map(|frame| frame.map_err(Into::into)));
        }
        let until = self.until;
        let alarm = self.alarm.get_or_insert_with(|| Box::pin(sleep_until(until)));
        if alarm.deadline() < until {
            alarm.as_mut().reset(until);
        }
        ready!(alarm.as_mut().poll(context));
        Poll::Ready(Some(Err(Error::from(ErrorKind::TimedOut).into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;

    /// A body that gives a piece of some size each so many seconds, for ever.
    struct Drips(usize, Pin<Box<Sleep>>, Duration);

    impl Body for Drips {
        type Data = Bytes;
        type Error = Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
            ready!(self.1.as_mut().poll(context));
            let next = Instant::now() + self.2;
            self.1.as_mut().reset(next);
            Poll::Ready(Some(Ok(Frame::data(vec![0; self.0].into()))))
        }
    }

    async fn pieces(size: usize, every: Duration, most: usize) -> usize {
        let mut body = Patient::new(Drips(size, Box::pin(sleep_until(Instant::now() + every)), every));
        for count in 0..most {
            let frame = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await.unwrap();
            if let Err(error) = frame {
                assert!(is_too_slow(&*error));
                return count;
            }
        }
        most
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_line_is_waited_for_and_a_held_one_is_not() {
        assert_eq!(pieces(4_000, Duration::from_secs(1), 1_000).await, 1_000);
        assert_eq!(pieces(1, Duration::from_secs(1), 1_000).await, 15);
        assert_eq!(pieces(1_000_000, Duration::from_secs(20), 1_000).await, 0);
    }
}
