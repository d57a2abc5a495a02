//! `completions` and `man`: what a shell and `man` are told of the program.

use super::{Arguments, CliError, output};
use clap::CommandFactory;
use clap_complete::Shell;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

/// 输出命令行补全脚本。Prints the completions of a shell.
///
/// 例 / Example:
///   policy-metrics completions bash > ~/.local/share/bash-completion/completions/policy-metrics
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Completions {
    /// 哪种 shell。
    /// Which shell.
    shell: Shell,
}

/// 把手册页写入一个文件夹。Writes the manual pages into a folder.
///
/// 例 / Example:
///   policy-metrics man ~/.local/share/man/man1
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Man {
    /// 文件夹，没有则新建。
    /// The folder, which is made where there is none.
    folder: PathBuf,
}

pub(super) fn completions(options: &Completions) -> Result<(), CliError> {
    let mut command = Arguments::command();
    let name = command.get_name().to_owned();
    // Made whole first: the generator cannot tell that nobody reads any more.
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut command, name, &mut script);
    let mut out = output::standard();
    out.write_all(&script)?;
    Ok(out.flush()?)
}

pub(super) fn man(options: Man) -> Result<(), CliError> {
    let folder = options.folder;
    let written =
        fs::create_dir_all(&folder).and_then(|()| clap_mangen::generate_to(Arguments::command(), &folder));
    written.map_err(|error| CliError::Write { path: folder, error })
}
