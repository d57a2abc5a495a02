//! When the user or the system wants a command to end.

use std::future::Future;

/// Ends when that is so: at Ctrl-C, when the system shuts down (SIGTERM), and when the terminal is closed (SIGHUP). It
/// listens from the call on, so that from then on the command alone decides how it ends.
#[cfg(unix)]
pub(super) fn asked() -> impl Future<Output = ()> + Send + 'static {
    use std::task::Poll;
    use tokio::signal::unix::{SignalKind, signal};

    let mut kinds = vec![SignalKind::interrupt(), SignalKind::terminate()];
    if !outlives_its_terminal() {
        kinds.push(SignalKind::hangup());
    }
    let mut signals: Vec<_> = kinds.into_iter().filter_map(|kind| signal(kind).ok()).collect();
    std::future::poll_fn(move |context| {
        let asked = signals.iter_mut().any(|signal| signal.poll_recv(context).is_ready());
        if asked { Poll::Ready(()) } else { Poll::Pending }
    })
}

/// The same, at Ctrl-C.
#[cfg(not(unix))]
pub(super) fn asked() -> impl Future<Output = ()> + Send + 'static {
    async {
        // Where it cannot be listened for, the system ends the command.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}

/// Whether `nohup` started it, which has it ignore that the terminal is closed. Only Linux tells; elsewhere it is left
/// to end as the system has it.
#[cfg(unix)]
fn outlives_its_terminal() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // Signals are counted from 1, and SIGHUP is the first.
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_none_or(|mask| mask & 1 == 1)
}
