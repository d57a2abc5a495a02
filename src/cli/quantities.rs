//! `quantities`: every quantity of a text, claim or not.

use super::{CliError, Reading, extract, output};
use crate::lexicon::lexicon;
use crate::pipeline::InputError;
use crate::quantity;
use crate::text::shadow::Shadow;
use std::path::PathBuf;

/// 列出一份文字中的每一个数量，不论是否构成数据。Prints every quantity of a text, claim or not.
///
/// 一行一个 JSON，位置以字（码点）计。
/// It prints one JSON object a line; places are counted in characters (code points).
///
/// 例 / Example:
///   policy-metrics quantities 实录.txt
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Options {
    /// 文件，或 - 表示标准输入。
    /// A file, or - for standard input.
    file: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

pub(super) fn run(options: &Options) -> Result<(), CliError> {
    let document = extract::read(&options.file, &options.reading, "quantities")?;
    let shadow = Shadow::new(&document.text);
    let found = quantity::scan(&shadow.chars, shadow.whole(), &[], lexicon());
    if found.is_empty() {
        return Err(CliError::Input { name: document.source, error: InputError::NoFigures });
    }
    output::json_lines(&found)
}
