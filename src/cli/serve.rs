//! `serve`: the dashboard over a database.

use super::{CliError, closing, output, stop, tell};
use crate::chart;
use crate::config::Config;
use crate::language::Language;
use crate::lexicon::lexicon;
use crate::store::Store;
use crate::web::{self, AppState};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;
use tokio::net::{TcpListener, lookup_host};

/// 打开看板，用浏览器查看。Serves the dashboard for your browser.
///
/// 按 Ctrl-C 停止。只在本机提供服务。
/// It serves this machine only, until Ctrl-C.
///
/// 例 / Example:
///   policy-metrics serve --bind 127.0.0.1:8081
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    #[command(flatten)]
    address: Address,
}

/// Where to listen.
#[derive(Debug, clap::Args)]
pub(super) struct Address {
    /// 看板的地址，只能是本机（默认 127.0.0.1:8080）。
    /// Where to listen, this machine only (default: 127.0.0.1:8080).
    #[arg(long, value_name = "HOST:PORT")]
    bind: Option<String>,
}

pub(super) async fn run(options: Options, config: &Config) -> Result<(), CliError> {
    let language = config.interface.messages();
    let listener = options.address.listen(config).await?;
    let stop = stop::asked();
    let path = &config.database.path;
    let is_new = !path.exists();
    let store = open(path).await?;
    if is_new {
        let path = path.display();
        tell(&language.pick(format!("新建数据库：{path}"), format!("a new database: {path}")));
    }
    closing(store, async |store| {
        let state = AppState {
            store: store.clone(),
            notice: None,
            language: config.interface.pages(),
            typeface: typeface(config),
        };
        dashboard(listener, state, language, stop).await
    })
    .await
}

/// The database at `path`, which is made where there is none; where it cannot be written, it is only read.
async fn open(path: &Path) -> Result<Store, CliError> {
    match Store::open(path).await {
        Ok(store) => Ok(store),
        Err(error) => {
            let reading = Store::open_read_only(path).await;
            // What is wrong for one who wants to write tells more than that it cannot be read either.
            let Ok(store) = reading else { return Err(error.into()) };
            tracing::warn!(%error, "the dashboard takes no uploads");
            Ok(store)
        }
    }
}

impl Address {
    /// Takes the port before any other work is done, so that one in use is told at once.
    pub(super) async fn listen(self, config: &Config) -> Result<TcpListener, CliError> {
        let bind = self.bind.unwrap_or_else(|| config.server.bind.clone());
        let refuse = |reason: &str| CliError::Bind { bind: bind.clone(), reason: reason.into() };
        let addresses: Vec<SocketAddr> = lookup_host(&bind)
            .await
            .map_err(|_| refuse("地址应写作 主机:端口 / it is no HOST:PORT"))?
            .collect();
        // There are no accounts yet, so nobody but the owner of this machine may come in.
        if !addresses.iter().all(|address| address.ip().is_loopback()) {
            return Err(refuse(
                "没有账户，只能在本机提供服务 / without accounts it serves this machine only",
            ));
        }
        TcpListener::bind(addresses.as_slice()).await.map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => {
                CliError::PortInUse { next: next_port(&addresses), bind: bind.clone() }
            }
            _ => refuse(&error.to_string()),
        })
    }
}

/// The same address, one port on.
fn next_port(addresses: &[SocketAddr]) -> String {
    match addresses.first() {
        Some(address) if address.port() < u16::MAX => {
            SocketAddr::new(address.ip(), address.port() + 1).to_string()
        }
        _ => "127.0.0.1:8081".into(),
    }
}

/// Prints the address and serves until it is asked to stop.
pub(super) async fn dashboard(
    listener: TcpListener,
    state: AppState,
    language: Language,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), CliError> {
    let address = listener.local_addr()?;
    let mut out = output::standard();
    let (zh, en) = (
        format!("看板：http://{address}/ （按 Ctrl-C 停止）"),
        format!("dashboard: http://{address}/ (Ctrl-C to stop)"),
    );
    writeln!(out, "{}", language.pick(zh, en))?;
    out.flush()?;
    drop(out);
    let (typeface, store) = (state.typeface.clone(), state.store.clone());
    // Beside the first answers, so that the first page and the first PNG come as fast as any other. What fails here is
    // told by the page that needs it.
    tokio::spawn(async move { store.menus().await.map(drop) });
    tokio::task::spawn_blocking(move || {
        lexicon();
        typeface.prepare();
    });
    let served = web::serve(listener, state, stop).await;
    served.map_err(|error| CliError::Bind { bind: address.to_string(), reason: error.to_string() })
}

/// The font of charts as PNG.
pub(super) fn typeface(config: &Config) -> chart::Typeface {
    let file = &config.chart.font;
    chart::Typeface::new((!file.as_os_str().is_empty()).then(|| file.clone()))
}
