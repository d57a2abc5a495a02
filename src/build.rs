//! Tells cargo to build again when a migration is added, which `sqlx::migrate!` does not see by itself.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
