//! The binary: everything it does is in [`policy_metrics::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    policy_metrics::cli::run()
}
