//! Asks the dashboard random addresses, none twice, and says how it bears it:
//! `cargo run --release --example serve -- --from reports/ --db load.db`, or `--db` alone for a database that is there.
//!
//! Where `datasette` is on the path it is asked for the same values of the same file in turn.

use clap::Parser;
use policy_metrics::chart::Typeface;
use policy_metrics::language::Language;
use policy_metrics::pipeline::{self, Input};
use policy_metrics::source::Given;
use policy_metrics::store::{IndicatorFilter, IndicatorRow, Store};
use policy_metrics::web::{self, AppState};
use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use walkdir::WalkDir;

/// Asks a dashboard random addresses, and prints requests/s, times, bytes and failures of each kind of page.
#[derive(Parser)]
struct Options {
    /// The database; made and filled where `--from` is given.
    #[arg(long)]
    db: PathBuf,
    /// A folder or an archive of documents to fill the database with.
    #[arg(long)]
    from: Option<PathBuf>,
    /// For how long each kind of page is asked for.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How many ask at once.
    #[arg(long, value_delimiter = ',', default_value = "1,16,64")]
    clients: Vec<usize>,
}

/// So many indicators are asked for.
const INDICATORS: usize = 2_000;

/// An answer that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(10);

/// A kind of page, and its address for an indicator and one of its places, both ready for an address.
type Route = (&'static str, fn(&Asked) -> String);

/// What is asked for.
struct Asked {
    id: i64,
    /// For an address.
    scope: String,
    name: String,
    /// As it is.
    place: String,
}

const ROUTES: [Route; 7] = [
    ("series JSON", |asked| format!("/indicators/{}.json?scope={}", asked.id, asked.scope)),
    ("indicator of a place", |asked| format!("/indicators/{}?scope={}", asked.id, asked.scope)),
    ("indicator", |asked| format!("/indicators/{}?", asked.id)),
    ("indicators by name", |asked| format!("/indicators?q={}", asked.name)),
    ("search", |asked| format!("/search?q={}", asked.name)),
    ("compare", |asked| format!("/compare?i={}&scope={}", asked.id, asked.scope)),
    ("overview", |_| "/?".to_owned()),
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    if let Some(from) = &options.from {
        fill(&options.db, from).await?;
    }
    let store = Store::open_read_only(&options.db).await?;
    let asked = asked(&store).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let state = AppState { store, notice: None, language: Language::Chinese, typeface: Typeface::default() };
    tokio::spawn(async move { web::serve(listener, state, std::future::pending()).await });
    let datasette = datasette(&options.db);
    println!(
        "{:<24}{:>8}{:>10}{:>9}{:>9}{:>10}{:>8}",
        "asked for", "clients", "per s", "p50 ms", "p99 ms", "bytes", "failed"
    );
    for &clients in &options.clients {
        for (name, to) in ROUTES {
            measure((name, clients), address, &asked, &options, to).await?;
        }
        if let Some((_, address)) = &datasette {
            let name = options.db.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let to = move |asked: &Asked| in_sql(&name, asked);
            measure(("series, Datasette", clients), *address, &asked, &options, to).await?;
        }
    }
    if let Some((mut datasette, _)) = datasette {
        datasette.kill()?;
    }
    Ok(())
}

async fn fill(db: &Path, from: &Path) -> Result<(), Box<dyn Error>> {
    let store = Store::open(db).await?;
    let files = WalkDir::new(from).sort_by_file_name().into_iter().filter_map(Result::ok);
    let inputs: Vec<Input> =
        files.filter(|file| file.file_type().is_file()).map(|file| Input::File(file.into_path())).collect();
    let (began, mut stored) = (Instant::now(), 0_u32);
    pipeline::ingest(&store, inputs, &Given::default(), |_, outcome| stored += u32::from(outcome.is_ok()))
        .await?;
    let seconds = began.elapsed().as_secs_f64();
    println!("{stored} documents in {seconds:.1} s, {:.1} a second", f64::from(stored) / seconds);
    store.close().await;
    Ok(())
}

/// Random indicators, each with one of its places; the same ones for the same database.
async fn asked(store: &Store) -> Result<Vec<Asked>, Box<dyn Error>> {
    let all = IndicatorFilter { limit: i64::MAX, ..IndicatorFilter::default() };
    let mut ids = store.indicators_found(&all).await?.rows;
    ids.sort_by_key(|id| mixed(*id as u64));
    ids.truncate(INDICATORS);
    let rows = store.indicators_numbered(&ids).await?;
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let of_row = |row: IndicatorRow| {
        let place = row.scopes.get(mixed(row.id as u64) as usize % row.scopes.len().max(1))?.clone();
        Some(Asked { id: row.id, scope: encoded(&place), name: encoded(&row.name), place })
    };
    Ok(rows.into_iter().filter_map(of_row).collect())
}

/// Spreads numbers evenly (`SplitMix64`).
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// What one client saw: how long each answer took, in microseconds, how many bytes came, how many answers failed.
type Seen = (Vec<u64>, u64, u64);

async fn measure(
    (name, clients): (&str, usize),
    server: SocketAddr,
    asked: &[Asked],
    options: &Options,
    to: impl Fn(&Asked) -> String,
) -> Result<(), Box<dyn Error>> {
    let began = Instant::now();
    let until = began + Duration::from_secs(options.seconds);
    let mut running = Vec::new();
    for client in 0..clients {
        let addresses: Vec<String> =
            asked.iter().skip(client).step_by(clients).chain(asked).map(&to).collect();
        running.push(tokio::task::spawn_blocking(move || ask(server, client, &addresses, until)));
    }
    let (mut times, mut bytes, mut failed) = (Vec::new(), 0, 0);
    for one in running {
        let (took, came, not) = one.await?;
        times.extend(took);
        bytes += came;
        failed += not;
    }
    let seconds = began.elapsed().as_secs_f64();
    times.sort_unstable();
    let part =
        |per_cent: usize| times.get(times.len() * per_cent / 100).map_or(0.0, |time| *time as f64 / 1e3);
    println!(
        "{name:<24}{clients:>8}{:>10.1}{:>9.1}{:>9.1}{:>10}{failed:>8}",
        times.len() as f64 / seconds,
        part(50),
        part(99),
        bytes / times.len().max(1) as u64,
    );
    Ok(())
}

/// Asks one address after the other over one connection, until the time is over.
fn ask(server: SocketAddr, client: usize, addresses: &[String], until: Instant) -> Seen {
    let (mut times, mut bytes, mut failed) = (Vec::new(), 0, 0);
    let mut connection = None;
    // A parameter that nobody reads makes every address new.
    for (turn, address) in addresses.iter().cycle().enumerate() {
        let began = Instant::now();
        if began >= until {
            break;
        }
        let request = format!("GET {address}&asked={client}-{turn} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        if let Ok((200, length)) = answer(&mut connection, server, &request) {
            times.push(began.elapsed().as_micros() as u64);
            bytes += length as u64;
        } else {
            failed += 1;
            connection = None;
        }
    }
    (times, bytes, failed)
}

/// The status of an answer, and the length of its content.
fn answer(
    connection: &mut Option<BufReader<TcpStream>>,
    server: SocketAddr,
    request: &str,
) -> std::io::Result<(u16, usize)> {
    if connection.is_none() {
        let stream = TcpStream::connect_timeout(&server, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        *connection = Some(BufReader::new(stream));
    }
    let Some(reader) = connection else { return Err(std::io::ErrorKind::NotConnected.into()) };
    reader.get_mut().write_all(request.as_bytes())?;
    let broken = || std::io::Error::from(std::io::ErrorKind::InvalidData);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(broken)?;
    let (mut length, mut chunked) = (0, false);
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let header = line.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().map_err(|_| broken())?;
        }
        chunked |= header.starts_with("transfer-encoding:") && header.contains("chunked");
    }
    if !chunked {
        std::io::copy(&mut reader.take(length as u64), &mut std::io::sink())?;
        return Ok((status, length));
    }
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let size = usize::from_str_radix(line.trim(), 16).map_err(|_| broken())?;
        // Each piece ends in a line's end.
        std::io::copy(&mut reader.take(size as u64 + 2), &mut std::io::sink())?;
        if size == 0 {
            return Ok((status, length));
        }
        length += size;
    }
}

/// Datasette over the database, where it is on the path, and its address.
fn datasette(db: &Path) -> Option<(Child, SocketAddr)> {
    let address = SocketAddr::from(([127, 0, 0, 1], 8_943));
    let settings = ["sql_time_limit_ms", "5000", "max_returned_rows", "1000", "num_sql_threads", "3"];
    let mut command = Command::new("datasette");
    command.arg(db).args(["--port", &address.port().to_string()]);
    for setting in settings.chunks(2) {
        command.arg("--setting").args(setting);
    }
    let started = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
    let ready = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        TcpStream::connect(address).is_ok()
    });
    ready.then_some((started, address))
}

/// The values of an indicator and a place, as the dashboard gives them.
fn in_sql(database: &str, asked: &Asked) -> String {
    let sql = format!(
        "select claims.*, documents.title, documents.date from measures, json_each(measures.claims) as one
         join claims on claims.id = one.value join documents on documents.id = claims.document
         where measures.indicator = {} and measures.scope = '{}' order by period_end",
        asked.id,
        asked.place.replace('\'', "''")
    );
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("sql", &sql).finish();
    format!("/{database}.json?_shape=array&{query}")
}
