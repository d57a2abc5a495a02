//! `export`: all that is stored, in forms that other programs read.

use super::extract::Row;
use super::target::Target;
use super::{CliError, output, reading};
use crate::config::Config;
use crate::export::annotation::Annotations;
use crate::export::xlsx::Workbook;
use crate::export::{cells, csv_lines, package};
use crate::language::Language;
use crate::store::{ExportedClaim, Store, StoreError};
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// 导出数据。Writes data out for other programs.
///
/// 例 / Examples:
///   policy-metrics export claims --format csv --out claims.csv
///   policy-metrics export datapackage --license CC-BY-4.0 --out 数据.zip
///   policy-metrics export annotations 12
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// 全部数据。All claims.
    ///
    /// 按来源、位置和指标排列，不含编号，所以同样的文件总是导出同样的内容，可用来比较两个数据库。
    /// They come in order of source, place and indicator and without numbers: the same documents always give
    /// the same export, so that two databases can be compared.
    #[command(verbatim_doc_comment)]
    Claims {
        /// 输出格式：jsonl、csv 或 xlsx（Excel）。
        /// How to write: jsonl, csv or xlsx (Excel).
        #[arg(
            long,
            value_enum,
            hide_possible_values = true,
            value_name = "jsonl|csv|xlsx",
            default_value = "jsonl"
        )]
        format: Format,
        #[command(flatten)]
        out: Out,
        #[command(flatten)]
        mark: output::Mark,
    },
    /// 数据包（ZIP）：文件、指标、数据、序列的 CSV，以及说明各列的 datapackage.json（Frictionless）。
    /// A data package (ZIP): documents, indicators, claims and series as CSV, with a datapackage.json that
    /// says what each column means (Frictionless).
    #[command(verbatim_doc_comment)]
    Datapackage {
        /// 数据以何种许可提供，如 CC-BY-4.0 或网址；不写则不作说明。
        /// The licence that the data is given under, such as CC-BY-4.0 or an address; nothing is said without.
        #[arg(long, value_name = "ID|URL")]
        license: Option<String>,
        #[command(flatten)]
        out: Out,
    },
    /// 一份文件的数据，作为其正文的 W3C Web Annotation（JSON-LD）；位置以码点计。
    /// The claims of a document as W3C Web Annotations of its text (JSON-LD); places count code points.
    #[command(verbatim_doc_comment)]
    Annotations {
        /// 文件编号，见其网址 /documents/编号。
        /// The document's number, as in its address /documents/NUMBER.
        #[arg(value_name = "NUMBER")]
        document: i64,
        #[command(flatten)]
        out: Out,
    },
}

#[derive(Debug, clap::Args)]
struct Out {
    /// 写入这个文件，已有的会被替换，数据库除外；- 为标准输出（默认）。
    /// The file to write, replacing it if it exists and is no database; - is standard output (the default).
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Jsonl,
    Csv,
    Xlsx,
}

pub(super) async fn run(options: Options, config: &Config) -> Result<(), CliError> {
    let out = match &options.what {
        What::Claims { out, format, mark } => {
            mark.only_for(*format == Format::Csv)?;
            out
        }
        What::Datapackage { out, .. } | What::Annotations { out, .. } => out,
    };
    let target = match &out.out {
        None => Target::Standard,
        Some(path) => Target::of(path, &config.database.path)?,
    };
    let language = config.interface.messages();
    reading(config, async |store| match &options.what {
        What::Claims { format: Format::Xlsx, .. } => {
            target
                .fill(async |unfinished| {
                    let book = workbook(store, language).await?;
                    let sources = book.sources(store).await?;
                    let file = BufWriter::new(File::create(unfinished)?);
                    Ok(book.finish(&sources, file).map_err(io::Error::other)?)
                })
                .await
        }
        What::Claims { format, mark, .. } => match target {
            Target::Standard => write(store, *format, *mark, output::standard()).await,
            target => {
                target
                    .fill(async |unfinished| {
                        let file = BufWriter::new(File::create(unfinished)?);
                        write(store, *format, *mark, file).await
                    })
                    .await
            }
        },
        What::Datapackage { license, .. } => {
            target
                .fill(async |unfinished| {
                    let file = BufWriter::new(File::create(unfinished)?);
                    Ok(package::write(store, file, license.as_deref(), language).await?)
                })
                .await
        }
        What::Annotations { document, .. } => {
            let annotations = Annotations::of(store.document(*document).await?, None, language);
            match target {
                Target::Standard => annotate(&annotations, output::standard()),
                target => {
                    target
                        .fill(async |unfinished| {
                            annotate(&annotations, BufWriter::new(File::create(unfinished)?))
                        })
                        .await
                }
            }
        }
    })
    .await
}

async fn write(
    store: &Store,
    format: Format,
    mark: output::Mark,
    mut out: impl Write,
) -> Result<(), CliError> {
    if format == Format::Jsonl {
        store
            .each_claim(|claim| {
                serde_json::to_writer(&mut out, &claim).map_err(io::Error::from)?;
                Ok::<_, CliError>(out.write_all(b"\n")?)
            })
            .await?;
        return Ok(out.flush()?);
    }
    mark.begin(&mut out)?;
    let mut begun = false;
    store
        .each_claim(|claim| {
            let [names, cells] = row(&claim)?;
            let lines = (!begun).then_some(names).into_iter().chain([cells]);
            begun = true;
            Ok::<_, CliError>(out.write_all(&csv_lines(lines).map_err(io::Error::from)?)?)
        })
        .await?;
    Ok(out.flush()?)
}

async fn workbook(store: &Store, language: Language) -> Result<Workbook, CliError> {
    let mut book = None;
    let mut documents: Vec<String> = Vec::new();
    store
        .each_claim(|claim| {
            let [names, cells] = row(&claim)?;
            if documents.last() != Some(&claim.sha256) {
                documents.push(claim.sha256);
            }
            let book = match &mut book {
                Some(book) => book,
                none => none.insert(Workbook::new(&names, language).map_err(io::Error::other)?),
            };
            Ok::<_, CliError>(book.write(&cells).map_err(io::Error::other)?)
        })
        .await?;
    let mut book = match book {
        Some(book) => book,
        None => Workbook::new(&[""; 0], language).map_err(io::Error::other)?,
    };
    for sha256 in documents {
        book.cite(store.find_by_sha256(&sha256).await?.ok_or(StoreError::NotFound)?);
    }
    Ok(book)
}

fn annotate(annotations: &Annotations, mut out: impl Write) -> Result<(), CliError> {
    let (head, tail) = annotations.frame();
    out.write_all(head.as_bytes())?;
    for (position, one) in (0..annotations.len()).filter_map(|at| Some((at, annotations.at(at)?))) {
        out.write_all(if position == 0 { b"" } else { b",\n" })?;
        serde_json::to_writer(&mut out, &one).map_err(io::Error::from)?;
    }
    out.write_all(tail.as_bytes())?;
    Ok(out.flush()?)
}

fn row(claim: &ExportedClaim) -> Result<[Vec<String>; 2], CliError> {
    Ok(cells(&(Provenance::from(claim), Row::from(&claim.claim))).map_err(io::Error::from)?)
}

/// The columns of a claim that say where it stands and what it measures.
#[derive(Serialize)]
struct Provenance<'a> {
    source: &'a str,
    title: Option<&'a str>,
    date: Option<String>,
    sha256: &'a str,
    indicator_key: &'a str,
    indicator_name: &'a str,
    link_reason: &'a str,
    link_score: u8,
}

impl<'a> From<&'a ExportedClaim> for Provenance<'a> {
    fn from(claim: &'a ExportedClaim) -> Self {
        Self {
            source: &claim.source,
            title: claim.title.as_deref(),
            date: claim.date.map(|day| day.to_string()),
            sha256: &claim.sha256,
            indicator_key: &claim.indicator_key,
            indicator_name: &claim.indicator_name,
            link_reason: &claim.link_reason,
            link_score: claim.link_score,
        }
    }
}
