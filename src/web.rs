//! The dashboard: a router with one file per resource, server-rendered, Chinese first.

mod api;
mod basket;
mod briefings;
mod caching;
mod check;
mod check_file;
mod checks;
mod chosen;
mod cited;
mod claims;
mod compare;
mod conferences;
mod decisions;
mod describe;
mod documents;
mod drawing;
mod error;
mod error_page;
mod feed;
mod findings;
mod forms;
mod guard;
mod help;
mod highlight;
mod indicator;
mod indicators;
mod kept;
mod known;
mod listing;
mod mcp;
mod openapi;
mod overview;
mod params;
mod picker;
mod places;
mod reading;
mod reference;
mod remarks;
mod removal;
mod search;
mod series_file;
mod snippet;
mod statics;
mod state;
mod summary;
mod table;
mod templates;
mod text;
mod understood;
mod unknown;
mod upload;
mod word;
mod worth;

pub use mcp::assist;
pub use state::{AppState, Notice};

use self::error::WebError;
use axum::response::IntoResponse;
use axum::{Extension, Router};
use std::future::Future;
use std::time::Duration;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

/// A request that takes longer is answered with 503.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(2);

/// Connections that are still busy this long after the signal are dropped.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(8);

/// All pages over one database.
pub fn router(state: AppState) -> Router {
    Router::new()
        .merge(api::router())
        .merge(overview::router())
        .merge(search::router())
        .merge(indicators::router())
        .merge(indicator::router())
        .merge(documents::router())
        .merge(claims::router())
        .merge(conferences::router())
        .merge(compare::router())
        .merge(decisions::router())
        .merge(findings::router())
        .merge(checks::router())
        .merge(unknown::router())
        .merge(help::router())
        .merge(reference::router())
        .merge(statics::router())
        .fallback(error::no_such_page)
        .method_not_allowed_fallback(error::only_get)
        .layer(Extension(summary::Summaries::default()))
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIMEOUT))
        .merge(upload::router())
        .merge(check::router())
        .merge(api::slow())
        .merge(mcp::router(&state))
        .merge(removal::router())
        .merge(decisions::writes())
        .merge(findings::writes())
        .merge(checks::writes())
        .merge(describe::router())
        .merge(basket::router())
        .merge(briefings::router())
        .layer(CsrfLayer::new().with_rejection_response(|_| WebError::CrossSite.into_response()))
        .layer(CatchPanicLayer::custom(error::after_panic))
        .layer(axum::middleware::from_fn_with_state(state.clone(), error_page::pages))
        .layer(axum::middleware::from_fn_with_state(
            (state.clone(), caching::Answers::default()),
            caching::tagged,
        ))
        .layer(CompressionLayer::new())
        .layer(axum::middleware::from_fn(guard::host))
        .layer(axum::middleware::from_fn(guard::headers))
        .with_state(state)
}

/// Answers requests on `listener` until `shutdown` ends, then finishes what is under way.
///
/// Without accounts the dashboard is for this computer only, so any other address is refused.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    if !listener.local_addr()?.ip().is_loopback() {
        return Err(std::io::Error::new(
            std::io::ErrorKind::InvalidInput,
            "没有账户时只能绑定本机地址,请用 127.0.0.1 / without accounts only this computer's addresses can be bound: use 127.0.0.1",
        ));
    }
    let (told, tell) = tokio::sync::oneshot::channel::<()>();
    let signal = async move {
        shutdown.await;
        // The receiver lives until the server has ended; if it is gone there is nobody to tell.
        let _ = told.send(());
    };
    let server = std::future::IntoFuture::into_future(
        axum::serve(listener, router(state)).with_graceful_shutdown(signal),
    );
    let grace = async move {
        match tell.await {
            Ok(()) => tokio::time::sleep(SHUTDOWN_GRACE).await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        ended = server => ended,
        () = grace => Ok(()),
    }
}
