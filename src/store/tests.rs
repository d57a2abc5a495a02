//! What a user relies on from the database.

use super::check::{MEANT, NAMES_OF_PLACES, PLACES_OF, WITH_NUMBER};
use super::claim::{
    CALLED, CLAIMS_OF_DOCUMENT, COUNT_OF_KIND, COUNTS, FOUND_CLAIMS, MEASURED_BY_FOUND, NEAREST_FOUND,
    NEWEST_CLAIMS, NEXT_IN_SIZE, OLDEST_FOUND_CLAIMS, POINTS, POINTS_WITHIN,
};
use super::conference::{REPEATED_INDICATORS, SCOPE_OF_MOST_CONFERENCES};
use super::describe::UNKNOWN;
use super::document::{
    DOCUMENTS_NEAR, FOUND_DOCUMENTS, NEWEST_DOCUMENTS, OLDEST_DOCUMENTS, OLDEST_FOUND_DOCUMENTS,
};
use super::finding::{FINDINGS, NEWEST_FINDINGS};
use super::indicator::{ALIKE, ALL, LEADING_INDICATORS, LIST, SPEAKERS};
use super::*;
use crate::claim::{Basis, Bound, Direction, End, Kind, Status};
use crate::document::{Document, Span};
use crate::period::{Period, PeriodType};
use crate::query::{self, Number, Vocabulary};
use crate::series::{self, Act, Decision, Facts, FindingState, Known, Sides, keys_of_query, rank};
use crate::text::{Role, Speaker};
use chrono::NaiveDate;
use rstest::rstest;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

/// A document with all that was read from it.
#[derive(Clone)]
struct Sample {
    document: Document,
    blocks: Vec<Block>,
    claims: Vec<Claim>,
    links: Vec<Link>,
}

impl Sample {
    /// The `number`th document, of the first of December of `year`, with these claims.
    fn new(number: u32, year: i32, mut claims: Vec<Claim>) -> Self {
        let mut text = format!("澄江市第{number}次新闻发布会\n李红：今年受理诉求。");
        for claim in &mut claims {
            claim.start = text.chars().count();
            claim.end = claim.start + claim.quote.chars().count();
            text.push_str(&claim.quote);
        }
        Self {
            document: Document {
                source: format!("samples/{number}.txt"),
                raw: text.clone().into_bytes(),
                sha256: format!("{:x}", Sha256::digest(&text)),
                text,
                encoding: "UTF-8".into(),
                metadata: Metadata {
                    event_date: NaiveDate::from_ymd_opt(year, 12, 1),
                    scope: Some("澄江市".into()),
                    ..Metadata::default()
                },
            },
            blocks: vec![Block { span: Span::new(0, 4), role: Role::Title, level: None, speaker: None }],
            links: claims.iter().map(|claim| crate::series::link(claim, "")).collect(),
            claims,
        }
    }

    fn as_new(&self) -> NewDocument<'_> {
        NewDocument {
            document: &self.document,
            blocks: &self.blocks,
            claims: &self.claims,
            links: &self.links,
            given: None,
        }
    }
}

/// A plain count of `indicator` for the whole of `year`.
fn claim(indicator: &str, value: &str, year: i32) -> Claim {
    Claim {
        start: 10,
        end: 10 + value.chars().count() + 1,
        quote: format!("{value}件"),
        value: value.parse().unwrap(),
        value_high: None,
        unit: "件".into(),
        kind: Kind::Level,
        direction: None,
        basis: None,
        role: None,
        bound: Bound::Exact,
        status: Status::Actual,
        indicator: indicator.into(),
        subject: None,
        scope: Some("澄江市".into()),
        period: Some(Period {
            start: NaiveDate::from_ymd_opt(year, 1, 1),
            end: NaiveDate::from_ymd_opt(year, 12, 31),
            kind: PeriodType::Year,
            text: "全年".into(),
            inherited: false,
        }),
        speaker: None,
        sentence: Span::new(5, 30),
        rule: "verb-noun-quantity".into(),
        confidence: 0.97,
        warnings: Vec::new(),
        provisional: false,
    }
}

async fn new_store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("t.db")).await.unwrap();
    (folder, store)
}

/// A store with these documents, numbered from 1.
async fn store_of(samples: &[Sample]) -> (TempDir, Store) {
    let (folder, store) = new_store().await;
    for (sample, number) in samples.iter().zip(1..) {
        assert_eq!(store.add(sample.as_new()).await.unwrap(), Added::New(number));
    }
    (folder, store)
}

/// Every row of every table, in a form that can be compared.
/// Puts this in the place of what was read from a document of which nobody said anything.
async fn read_again(store: &Store, id: i64, read: (&[Block], &[Claim], &[Link])) {
    let stored = store.document(id).await.unwrap();
    let stated = stored.row.metadata.clone();
    let (read, _) = ReadAgain::of(&stored, stated, &Facts::default(), read).unwrap();
    store.put_again(read).await.unwrap();
}

async fn dump(store: &Store) -> Vec<String> {
    let mut rows = Vec::new();
    for table in [
        "all_documents",
        "checks",
        "findings",
        "unfound",
        "unheard",
        "removals",
        "stated",
        "blocks",
        "claims",
        "indicators",
        "aliases",
        "all_links",
        "decisions",
        "briefings",
        "briefing_versions",
        "baskets",
        "sqlite_sequence",
    ] {
        let columns: Vec<String> = sqlx::query_scalar("select name from pragma_table_info($1)")
            .bind(table)
            .fetch_all(&store.readers)
            .await
            .unwrap();
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
        let query = format!("select {} from {table} order by 1", quoted.join(" || ',' || "));
        let found: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(&store.readers).await.unwrap();
        rows.extend(found.into_iter().map(|row| format!("{table}: {row}")));
    }
    rows
}

/// Runs a statement that the store itself would never run.
async fn tamper(path: &Path, statement: &'static str) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).foreign_keys(false);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    sqlx::raw_sql(statement).execute(&pool).await.unwrap();
    pool.close().await;
}

fn files_in(folder: &Path) -> Vec<String> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[tokio::test]
async fn all_that_was_read_comes_back_as_it_was() {
    let mut range = claim("经济增速", "5.20", 2024);
    range.value_high = Some("5.50".parse().unwrap());
    range.bound = Bound::Range;
    range.kind = Kind::Change;
    range.direction = Some(Direction::Up);
    range.basis = Some(Basis::Yoy);
    range.role = Some(End::To);
    range.status = Status::Target;
    range.subject = Some("规模以上“工业”".into());
    range.speaker = Some("李红".into());
    range.warnings = vec!["修补了分隔符".into(), "a \"quoted\" one".into()];
    range.period = Some(Period {
        start: None,
        end: None,
        kind: PeriodType::CumulativeSince,
        text: "实施以来".into(),
        inherited: true,
    });
    let mut bare = claim("排名", "3", 2024);
    bare.kind = Kind::Rank;
    bare.period = None;
    bare.scope = None;
    bare.unit = String::new();
    bare.provisional = true;
    let mut sample = Sample::new(1, 2024, vec![claim("受理诉求", "7400000", 2024), range, bare]);
    sample.document.raw = vec![0xff, 0x00, 0xfe];
    sample.document.metadata = Metadata {
        title: Some("澄江市举行发布会".into()),
        publisher: Some("澄江市政府网".into()),
        reposted_from: Some("澄江发布".into()),
        published_at: NaiveDate::from_ymd_opt(2024, 11, 20).and_then(|day| day.and_hms_opt(19, 26, 35)),
        event_date: None,
        scope: Some("澄江市".into()),
        url: Some("https://example.org/1".into()),
        ..Metadata::default()
    };
    sample.blocks = vec![
        Block { span: Span::new(0, 8), role: Role::Heading, level: Some(2), speaker: None },
        Block {
            span: Span::new(9, 20),
            role: Role::Question,
            level: None,
            speaker: Some(Speaker {
                name: "澄江日报".into(),
                post: None,
                organisation: Some("澄江日报".into()),
            }),
        },
    ];
    let (_folder, store) = store_of(&[sample.clone()]).await;

    let stored = store.document(1).await.unwrap();
    assert_eq!(stored.row.metadata, sample.document.metadata);
    assert_eq!(stored.row.source, sample.document.source);
    assert_eq!(stored.row.claims, 3);
    assert_eq!(stored.text, sample.document.text);
    assert_eq!(stored.sha256, sample.document.sha256);
    assert_eq!(stored.bytes, 3);
    assert_eq!(stored.encoding, "UTF-8");
    assert_eq!(stored.extractor, crate::EXTRACTOR_VERSION);
    assert_eq!(stored.blocks, sample.blocks);
    let claims: Vec<Claim> = stored.claims.iter().map(|stored| stored.claim.clone()).collect();
    assert_eq!(claims, sample.claims);
    assert_eq!(claims[1].value.to_string(), "5.20");
    assert_eq!(stored.claims[0].link_reason, "同名");
    assert_eq!(stored.claims[0].indicator_name, "受理诉求");
    assert_eq!(store.raw(1).await.unwrap(), sample.document.raw);

    let (one, holder) = store.claim(stored.claims[1].id).await.unwrap();
    assert_eq!(one.claim, sample.claims[1]);
    assert_eq!(holder.row.id, 1);
}

#[rstest]
#[case::kind(&[Kind::Level, Kind::Change, Kind::Rank, Kind::Streak], |claim: &mut Claim, kind| claim.kind = kind)]
#[case::bound(
    &[Bound::Exact, Bound::Nearly, Bound::MoreThan, Bound::AtLeast, Bound::About, Bound::LessThan, Bound::AtMost, Bound::Range],
    |claim: &mut Claim, bound| claim.bound = bound
)]
#[case::basis(&[Basis::Yoy, Basis::Mom, Basis::Other], |claim: &mut Claim, basis| claim.basis = Some(basis))]
#[case::period(
    &[
        PeriodType::Year, PeriodType::Half, PeriodType::Quarter, PeriodType::Month, PeriodType::Day, PeriodType::Ytd,
        PeriodType::AsOf, PeriodType::MultiYear, PeriodType::CumulativeSince, PeriodType::Span,
    ],
    |claim: &mut Claim, kind| claim.period.as_mut().unwrap().kind = kind
)]
#[tokio::test]
async fn every_value_of_an_enumeration_can_be_stored<T: Copy>(
    #[case] values: &[T],
    #[case] set: fn(&mut Claim, T),
) {
    let claims: Vec<Claim> = values
        .iter()
        .map(|value| {
            let mut claim = claim("受理诉求", "1", 2024);
            set(&mut claim, *value);
            claim
        })
        .collect();
    let sample = Sample::new(1, 2024, claims);
    let (_folder, store) = store_of(std::slice::from_ref(&sample)).await;
    let stored: Vec<Claim> =
        store.document(1).await.unwrap().claims.into_iter().map(|stored| stored.claim).collect();
    assert_eq!(stored, sample.claims);
}

#[tokio::test]
async fn the_same_bytes_are_stored_once() {
    let sample = Sample::new(1, 2024, vec![claim("受理诉求", "740", 2024)]);
    let (_folder, store) = store_of(std::slice::from_ref(&sample)).await;
    let before = dump(&store).await;
    let mut again = sample;
    again.document.source = "elsewhere.txt".into();
    again.claims[0].indicator = "另一指标".into();
    assert_eq!(store.add(again.as_new()).await.unwrap(), Added::Known(1));
    assert_eq!(store.find_by_sha256(&again.document.sha256).await.unwrap(), Some(1));
    assert_eq!(store.find_by_sha256("0").await.unwrap(), None);
    assert_eq!(dump(&store).await, before);
}

#[tokio::test]
async fn a_document_that_fails_half_way_leaves_nothing() {
    let (_folder, store) = new_store().await;
    let before = dump(&store).await;
    let mut sample = Sample::new(1, 2024, vec![claim("受理诉求", "740", 2024), claim("办结", "700", 2024)]);
    sample.claims[1].end = 0;
    assert!(store.add(sample.as_new()).await.is_err());
    assert_eq!(dump(&store).await, before);

    sample.claims[1].end = 14;
    sample.links.pop();
    assert!(matches!(store.add(sample.as_new()).await, Err(StoreError::Unlinked { claims: 2, links: 1 })));
    assert_eq!(dump(&store).await, before);
}

#[tokio::test]
async fn links_stay_with_their_claims_over_many_batches() {
    let claims =
        (0..4_500).map(|number| claim(&format!("指标{}", number % 70), &number.to_string(), 2024)).collect();
    let (_folder, store) = store_of(&[Sample::new(1, 2024, claims)]).await;
    let stored = store.document(1).await.unwrap().claims;
    assert_eq!(stored.len(), 4_500);
    for (number, stored) in stored.iter().enumerate() {
        assert_eq!(stored.claim.value.to_string(), number.to_string());
        assert_eq!(stored.indicator_name, format!("指标{}", number % 70));
    }
    assert_eq!(
        store.totals().await.unwrap(),
        Totals { documents: 1, aside: 0, removed: 0, claims: 4_500, indicators: 70 }
    );
}

#[tokio::test]
async fn documents_and_the_numbers_of_indicators_outlive_the_program() {
    let first = Sample::new(1, 2023, vec![claim("办结", "1", 2023), claim("受理诉求", "2", 2023)]);
    let (folder, store) = store_of(&[first]).await;
    let before = dump(&store).await;
    store.close().await;
    assert_eq!(files_in(folder.path()), ["t.db"]);

    let store = Store::open(&folder.path().join("t.db")).await.unwrap();
    assert_eq!(dump(&store).await, before);
    let second = Sample::new(2, 2024, vec![claim("受理诉求", "3", 2024), claim("新指标", "4", 2024)]);
    assert_eq!(store.add(second.as_new()).await.unwrap(), Added::New(2));
    let numbers: Vec<i64> =
        store.document(2).await.unwrap().claims.iter().map(|claim| claim.indicator).collect();
    assert_eq!(numbers, [2, 3]);
}

#[tokio::test]
async fn an_indicator_has_its_shortest_name_and_is_found_by_every_name() {
    let mut sample = Sample::new(
        1,
        2024,
        vec![
            claim("生产总值", "1", 2024),
            claim("地区生产总值", "2", 2024),
            claim("国内生产总值", "3", 2024),
        ],
    );
    for (link, claim) in sample.links.iter_mut().zip(&sample.claims) {
        link.key = "国内生产总值".into();
        link.name.clone_from(&claim.indicator);
    }
    let (_folder, store) = store_of(&[sample]).await;
    for query in ["生产总值", "地区", "国内"] {
        let filter = IndicatorFilter { query: Query::words(query), limit: 10, ..IndicatorFilter::default() };
        let rows = store.indicators(&filter).await.unwrap().rows;
        assert_eq!(
            rows.iter().map(|row| (row.name.as_str(), row.points)).collect::<Vec<_>>(),
            [("生产总值", 3)]
        );
    }
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused_and_left_alone() {
    let (folder, store) = new_store().await;
    store.close().await;
    let path = folder.path().join("t.db");
    tamper(
        &path,
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (9000, 'later', true, x'00', 0)",
    )
    .await;
    let bytes = std::fs::read(&path).unwrap();
    for refused in [Store::open(&path).await, Store::open_read_only(&path).await] {
        let error = refused.unwrap_err();
        assert!(matches!(error, StoreError::NewerSchema { found: 9000, .. }), "{error:?}");
        assert!(error.to_string().contains("9000"));
    }
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[tokio::test]
async fn a_database_of_an_older_program_asks_to_be_upgraded_when_it_is_only_read() {
    let (folder, store) = new_store().await;
    store.close().await;
    let path = folder.path().join("t.db");
    tamper(&path, "delete from _sqlx_migrations").await;
    assert!(matches!(Store::open_read_only(&path).await, Err(StoreError::OlderSchema { found: 0, .. })));
}

#[tokio::test]
async fn reading_needs_a_database_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    assert!(matches!(Store::open_read_only(&path).await, Err(StoreError::Missing { .. })));
    assert!(files_in(folder.path()).is_empty());
    std::fs::write(&path, "").unwrap();
    assert!(matches!(Store::open_read_only(&path).await, Err(StoreError::Missing { .. })));
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let text = "这不是数据库。".repeat(1_000);
    std::fs::write(&path, &text).unwrap();
    assert!(matches!(Store::open(&path).await, Err(StoreError::NotOurs { .. })));
    assert!(matches!(Store::open_read_only(&path).await, Err(StoreError::NotOurs { .. })));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test]
async fn the_database_of_another_program_is_refused_and_left_alone() {
    let (folder, store) = new_store().await;
    store.close().await;
    let path = folder.path().join("other.db");
    std::fs::write(&path, "").unwrap();
    tamper(&path, "create table bookmarks (url text)").await;
    let bytes = std::fs::read(&path).unwrap();
    assert!(matches!(Store::open(&path).await, Err(StoreError::NotOurs { .. })));
    assert!(matches!(Store::open_read_only(&path).await, Err(StoreError::NotOurs { .. })));
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[tokio::test]
async fn damage_is_found_or_refused() {
    let claims = (0..500).map(|number| claim("受理诉求", &number.to_string(), 2024)).collect();
    let (folder, store) = store_of(&[Sample::new(1, 2024, claims)]).await;
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
    assert_eq!(store.schema_version().await.unwrap(), 22);
    store.close().await;

    let path = folder.path().join("t.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0xaa);
    std::fs::write(&path, &bytes).unwrap();
    let checked = match Store::open_read_only(&path).await {
        Ok(store) => store.check().await,
        Err(error) => Err(error),
    };
    match checked {
        Ok(findings) => assert!(!findings.is_empty()),
        Err(error) => assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}"),
    }
}

#[tokio::test]
async fn what_another_program_changed_is_found() {
    let (folder, store) = store_of(&[Sample::new(1, 2024, vec![claim("受理诉求", "740", 2024)])]).await;
    let path = folder.path().join("t.db");
    for (change, told) in [
        ("update all_documents set sha256 = replace(sha256, 'a', 'b')", "original of document #1"),
        ("drop trigger links_added", "trigger links_added"),
        ("update claims set quote = '741'", "1 claims of document #1"),
    ] {
        tamper(&path, change).await;
        let findings = store.check().await.unwrap();
        assert!(findings.iter().any(|finding| finding.contains(told)), "{change}: {findings:?}");
    }
}

#[tokio::test]
async fn rows_that_cannot_be_read_are_named() {
    let (folder, store) = store_of(&[Sample::new(1, 2024, vec![claim("受理诉求", "740", 2024)])]).await;
    let path = folder.path().join("t.db");
    tamper(&path, "update claims set value = 'many'; delete from all_links").await;
    tamper(&path, "insert into all_links values (1, 77, 1, 100, '同名', null, 0, 1); insert into blocks values (42, 0, 1, 'title', null, null, null, null)").await;
    let findings = store.check().await.unwrap();
    assert_eq!(findings.len(), 2, "{findings:?}");
    assert!(findings.iter().any(|finding| finding.contains("all_links 1") && finding.contains("indicators")));

    tamper(&path, "update all_links set indicator = 1").await;
    let error = store.document(1).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { table: "claims", row: 1, .. }), "{error:?}");

    tamper(&path, "update all_documents set event_date = 'soon'").await;
    let error = store.document(1).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { table: "documents", row: 1, .. }), "{error:?}");
}

#[tokio::test]
async fn numbers_that_do_not_exist_are_not_found() {
    let (_folder, store) = new_store().await;
    assert!(matches!(store.document(1).await, Err(StoreError::NoDocument(1))));
    assert!(matches!(store.raw(1).await, Err(StoreError::NotFound)));
    assert!(matches!(store.claim(1).await, Err(StoreError::NotFound)));
    assert!(matches!(store.indicator(1).await, Err(StoreError::NotFound)));
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named_and_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let error = Store::open(&folder.path().join("no/such/t.db")).await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
    assert!(error.to_string().contains("no/such/t.db"));
    assert!(files_in(folder.path()).is_empty());
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_cannot_be_written_is_named_and_can_still_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, store) = store_of(&[Sample::new(1, 2024, vec![claim("受理诉求", "740", 2024)])]).await;
    store.close().await;
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
    std::fs::set_permissions(folder.path().join("t.db"), std::fs::Permissions::from_mode(0o444)).unwrap();
    if std::fs::write(folder.path().join("probe"), "").is_ok() {
        eprintln!("skipped: this user (root?) can write to a read-only folder");
        return;
    }
    for name in ["t.db", "new.db"] {
        let error = Store::open(&folder.path().join(name)).await.unwrap_err();
        assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
        assert!(error.to_string().contains(name));
    }
    let store = Store::open_read_only(&folder.path().join("t.db")).await.unwrap();
    assert_eq!(store.totals().await.unwrap().documents, 1);
    store.close().await;
    assert_eq!(files_in(folder.path()), ["t.db"]);
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[tokio::test]
async fn a_store_opened_for_reading_writes_nothing() {
    let (folder, store) = store_of(&[Sample::new(1, 2024, vec![claim("受理诉求", "740", 2024)])]).await;
    store.close().await;
    let store = Store::open_read_only(&folder.path().join("t.db")).await.unwrap();
    assert_eq!(store.document(1).await.unwrap().claims.len(), 1);
    let refused = store.add(Sample::new(2, 2024, Vec::new()).as_new()).await;
    assert!(matches!(refused, Err(StoreError::ReadOnly { .. })));
    assert_eq!(store.totals().await.unwrap().documents, 1);
}

#[tokio::test]
async fn readers_see_the_last_finished_state_while_a_write_is_under_way() {
    let (folder, store) = store_of(&[Sample::new(1, 2024, vec![claim("受理诉求", "740", 2024)])]).await;
    let other = Store::open_read_only(&folder.path().join("t.db")).await.unwrap();
    let mut transaction = store.writer.as_ref().unwrap().begin_with("BEGIN IMMEDIATE").await.unwrap();
    sqlx::query("update indicators set name = '改名'").execute(&mut *transaction).await.unwrap();
    for reader in [&store, &other] {
        assert_eq!(reader.indicator(1).await.unwrap().name, "受理诉求");
    }
    transaction.commit().await.unwrap();
    for reader in [&store, &other] {
        assert_eq!(reader.indicator(1).await.unwrap().name, "改名");
    }
}

#[tokio::test]
async fn a_write_goes_on_when_its_caller_gives_up() {
    let (_folder, store) = new_store().await;
    let transaction = store.writer.as_ref().unwrap().begin_with("BEGIN IMMEDIATE").await.unwrap();
    let given_up = Sample::new(1, 2024, Vec::new());
    let late = tokio::time::timeout(Duration::ZERO, store.add(given_up.as_new())).await;
    assert!(late.is_err());
    transaction.commit().await.unwrap();
    // Writes queue, so that by the time this one is done the first is, too.
    store.add(Sample::new(2, 2024, Vec::new()).as_new()).await.unwrap();
    assert_eq!(store.totals().await.unwrap().documents, 2);
}

#[tokio::test]
async fn documents_come_newest_first_and_undated_ones_last() {
    let mut undated = Sample::new(3, 2024, Vec::new());
    undated.document.metadata.event_date = None;
    let mut published = Sample::new(4, 2024, Vec::new());
    published.document.metadata.event_date = None;
    published.document.metadata.published_at =
        NaiveDate::from_ymd_opt(2023, 6, 1).and_then(|day| day.and_hms_opt(8, 0, 0));
    let samples = [Sample::new(1, 2022, Vec::new()), Sample::new(2, 2024, Vec::new()), undated, published];
    let (_folder, store) = store_of(&samples).await;
    let numbers = async |oldest_first, query: &str, offset, limit| {
        let query = Query::words(query);
        let filter = DocumentFilter { query, oldest_first, offset, limit, ..DocumentFilter::default() };
        let page = store.documents(&filter).await.unwrap();
        assert_eq!(page.total, 4);
        page.rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    for query in ["", "发布"] {
        assert_eq!(numbers(false, query, 0, 10).await, [2, 4, 1, 3]);
        assert_eq!(numbers(false, query, 1, 2).await, [4, 1]);
        assert_eq!(numbers(false, query, 9, 2).await, [0; 0]);
        assert_eq!(numbers(true, query, 0, 10).await, [1, 4, 2, 3]);
    }
}

/// Three conferences: 受理群众诉求 in all of them, 民营经济估值 in two, GDP once and for the whole country.
fn three_conferences() -> [Sample; 3] {
    let mut gdp = claim("RD投入(100%口径)", "126", 2024);
    gdp.scope = Some("全国".into());
    let mut renamed =
        Sample::new(2, 2023, vec![claim("受理诉求", "5", 2023), claim("民营经济估值", "8", 2023)]);
    renamed.links[0].key = "受理群众诉求".into();
    renamed.links[0].name = "受理群众诉求".into();
    [
        Sample::new(1, 2022, vec![claim("受理群众诉求", "4", 2022), claim("民营经济估值", "7", 2021)]),
        renamed,
        Sample::new(3, 2024, vec![claim("受理群众诉求", "6", 2024), gdp]),
    ]
}

#[rstest]
#[case::all("", &["受理群众诉求", "民营经济估值", "RD投入(100%口径)"])]
#[case::one_character("诉", &["受理群众诉求"])]
#[case::two_characters("经济", &["民营经济估值"])]
#[case::every_word("值 民营", &["民营经济估值"])]
#[case::wide_blank("值　民营", &["民营经济估值"])]
#[case::not_every_word("值 诉求", &[])]
#[case::an_alias("受理诉求", &["受理群众诉求"])]
#[case::either_case("rd", &["RD投入(100%口径)"])]
#[case::percent_is_no_wildcard("%", &["RD投入(100%口径)"])]
#[case::quotes("\"'", &[])]
#[tokio::test]
async fn indicators_are_found_by_any_part_of_a_name(#[case] query: &str, #[case] names: &[&str]) {
    let (_folder, store) = store_of(&three_conferences()).await;
    let filter = IndicatorFilter { query: Query::words(query), limit: 10, ..IndicatorFilter::default() };
    let page = store.indicators(&filter).await.unwrap();
    let found: Vec<&str> = page.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(found, names);
    assert_eq!(page.total, names.len() as i64);
}

#[tokio::test]
async fn indicators_tell_where_and_when_they_were_reported() {
    let (_folder, store) = store_of(&three_conferences()).await;
    let row = store.indicator(2).await.unwrap();
    assert_eq!((row.name.as_str(), row.points, row.documents), ("民营经济估值", 2, 2));
    assert_eq!(row.scopes, ["澄江市"]);
    assert_eq!(row.years, Some((2021, 2023)));

    let scoped = IndicatorFilter { scope: Some("全国".into()), limit: 10, ..IndicatorFilter::default() };
    let page = store.indicators(&scoped).await.unwrap();
    assert_eq!(page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [3]);
    let part = IndicatorFilter { offset: 1, limit: 1, ..IndicatorFilter::default() };
    let page = store.indicators(&part).await.unwrap();
    assert_eq!((page.rows[0].id, page.rows.len(), page.total), (2, 1, 3));
    assert_eq!(store.menus().await.unwrap().scopes, ["澄江市", "全国"]);

    let mut timeless = claim("历史", "1", 2024);
    timeless.period = None;
    timeless.scope = None;
    let (_folder, store) = store_of(&[Sample::new(1, 2024, vec![timeless])]).await;
    let row = store.indicator(1).await.unwrap();
    assert_eq!((row.years, row.scopes.len()), (None, 0));
}

#[tokio::test]
async fn leading_indicators_are_those_that_several_documents_continue() {
    let (_folder, store) = store_of(&three_conferences()).await;
    let names = async |limit| {
        let rows = store.leading_indicators(limit).await.unwrap();
        rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
    };
    assert_eq!(names(10).await, ["受理群众诉求", "民营经济估值"]);
    assert_eq!(names(1).await, ["受理群众诉求"]);
}

#[tokio::test]
async fn points_carry_their_claim_and_their_document() {
    let (_folder, store) = store_of(&three_conferences()).await;
    let points = store.points(&[1, 3]).await.unwrap();
    let found: Vec<(i64, i64, &str)> =
        points.iter().map(|point| (point.indicator, point.document.id, point.claim.quote.as_str())).collect();
    assert_eq!(found, [(1, 1, "4件"), (1, 2, "5件"), (1, 3, "6件"), (3, 3, "126件")]);
    assert_eq!(points[0].document.title, "1.txt");
    assert_eq!(points[0].document.date, NaiveDate::from_ymd_opt(2022, 12, 1));
    assert!(store.points(&[]).await.unwrap().is_empty());
}

#[rstest]
#[case::newest_first("", &["6件", "126件", "5件", "8件", "4件", "7件"])]
#[case::by_indicator("民营", &["8件", "7件"])]
#[case::by_quote("126", &["126件"])]
#[case::by_both("民营 7", &["7件"])]
#[case::by_part_of_the_name_in_the_text("理诉", &["5件"])]
#[case::by_another_of_its_names("受理诉求", &["6件", "5件", "4件"])]
#[tokio::test]
async fn claims_are_found_by_indicator_and_quote(#[case] query: &str, #[case] quotes: &[&str]) {
    let (_folder, store) = store_of(&three_conferences()).await;
    let page = found(&store, query).await;
    let found: Vec<&str> = page.rows.iter().map(|(stored, _)| stored.claim.quote.as_str()).collect();
    assert_eq!(found, quotes);
    assert_eq!(page.total, quotes.len() as i64);
    for (stored, document) in &page.rows {
        assert_eq!(store.claim(stored.id).await.unwrap().1.row.id, document.id);
    }
    let part = ClaimFilter { query: Query::words(query), offset: 1, limit: 1, ..ClaimFilter::default() };
    assert_eq!(store.claims(&part).await.unwrap().rows.len(), usize::from(quotes.len() > 1));
    let turned = ClaimFilter { oldest_first: true, limit: 10, ..part };
    let turned = store.claims(&ClaimFilter { offset: 0, ..turned }).await.unwrap().rows;
    assert!(turned.iter().rev().map(|(stored, _)| stored.claim.quote.as_str()).eq(quotes.iter().copied()));
}

async fn found(store: &Store, query: &str) -> Page<(StoredClaim, DocumentRow)> {
    store
        .claims(&ClaimFilter { query: Query::words(query), limit: 10, ..ClaimFilter::default() })
        .await
        .unwrap()
}

#[rstest]
#[case::scope(|filter: &mut ClaimFilter| filter.scope = Some("全国".into()), &["126件"])]
#[case::no_scope_that_begins_so(|filter: &mut ClaimFilter| filter.scope = Some("全".into()), &[])]
#[case::kind(|filter: &mut ClaimFilter| filter.kind = Some(Kind::Change), &[])]
#[case::status(|filter: &mut ClaimFilter| filter.status = Some(Status::Actual), &["6件", "126件", "5件", "8件", "4件", "7件"])]
#[case::year(|filter: &mut ClaimFilter| filter.year = Some(2021), &["7件"])]
#[case::document(|filter: &mut ClaimFilter| filter.document = Some(2), &["5件", "8件"])]
#[case::no_document(|filter: &mut ClaimFilter| filter.document = Some(99), &[])]
#[case::the_name_alone(|filter: &mut ClaimFilter| filter.indicator = Query::words("5"), &[])]
#[case::words_and_facets(|filter: &mut ClaimFilter| { filter.query = Query::words("件"); filter.indicator = Query::words("民营"); filter.year = Some(2023); }, &["8件"])]
#[tokio::test]
async fn claims_are_filtered(#[case] ask: fn(&mut ClaimFilter), #[case] quotes: &[&str]) {
    let (_folder, store) = store_of(&three_conferences()).await;
    let mut filter = ClaimFilter { limit: 10, ..ClaimFilter::default() };
    ask(&mut filter);
    let page = store.claims(&filter).await.unwrap();
    assert!(page.rows.iter().map(|(stored, _)| stored.claim.quote.as_str()).eq(quotes.iter().copied()));
    assert_eq!(page.total, quotes.len() as i64);
}

#[rstest]
#[case::unit(|filter: &mut IndicatorFilter| filter.unit = Some("件".into()), &[1, 2, 3])]
#[case::no_such_unit(|filter: &mut IndicatorFilter| filter.unit = Some("公里".into()), &[])]
#[case::from(|filter: &mut IndicatorFilter| filter.from = Some(2024), &[1, 3])]
#[case::to(|filter: &mut IndicatorFilter| filter.to = Some(2021), &[2])]
#[case::points(|filter: &mut IndicatorFilter| filter.points = 2, &[1, 2])]
#[case::target(|filter: &mut IndicatorFilter| filter.target = true, &[])]
#[case::by_name(|filter: &mut IndicatorFilter| filter.order = IndicatorOrder::Name, &[3, 1, 2])]
#[case::by_points(|filter: &mut IndicatorFilter| filter.order = IndicatorOrder::Points, &[1, 2, 3])]
#[case::by_last_period(|filter: &mut IndicatorFilter| filter.order = IndicatorOrder::Latest, &[1, 3, 2])]
#[tokio::test]
async fn indicators_are_filtered_and_sorted(#[case] ask: fn(&mut IndicatorFilter), #[case] ids: &[i64]) {
    let (_folder, store) = store_of(&three_conferences()).await;
    let mut filter = IndicatorFilter { limit: 10, ..IndicatorFilter::default() };
    ask(&mut filter);
    let page = store.indicators(&filter).await.unwrap();
    assert_eq!(page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), ids);
    assert_eq!(page.total, ids.len() as i64);
}

#[rstest]
#[case::one_character("闻", &[3, 2, 1])]
#[case::two_characters("诉求", &[3, 2, 1])]
#[case::over_a_line_break("会李红", &[3, 2, 1])]
#[case::one_of_them("第2次", &[2])]
#[case::every_word("第2 诉求", &[2])]
#[case::no_operator("第2 OR 诉求", &[])]
#[case::a_quote_is_a_character("\"", &[])]
#[case::not_what_it_is("scope", &[])]
#[tokio::test]
async fn documents_are_found_by_any_part_of_title_and_text(#[case] query: &str, #[case] ids: &[i64]) {
    let (_folder, store) = store_of(&three_conferences()).await;
    let filter = DocumentFilter { query: Query::words(query), limit: 10, ..DocumentFilter::default() };
    let page = store.documents(&filter).await.unwrap();
    assert_eq!(page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), ids);
    assert_eq!(page.total, ids.len() as i64);
}

#[rstest]
#[case::kind(|filter: &mut DocumentFilter| filter.kind = Some(DocumentKind::Report), &[1])]
#[case::other_kinds(|filter: &mut DocumentFilter| filter.kind = Some(DocumentKind::Other), &[3, 2])]
#[case::year(|filter: &mut DocumentFilter| filter.year = Some(2023), &[2])]
#[case::scope(|filter: &mut DocumentFilter| filter.scope = Some("澄江市".into()), &[3, 2, 1])]
#[case::publisher(|filter: &mut DocumentFilter| filter.publisher = "政府网".into(), &[1])]
#[tokio::test]
async fn documents_are_filtered(#[case] ask: fn(&mut DocumentFilter), #[case] ids: &[i64]) {
    let mut samples = three_conferences();
    samples[0].document.metadata.title = Some("2022年政府工作报告".into());
    samples[0].document.metadata.publisher = Some("澄江市政府网".into());
    let (_folder, store) = store_of(&samples).await;
    let mut filter = DocumentFilter { limit: 10, ..DocumentFilter::default() };
    ask(&mut filter);
    let page = store.documents(&filter).await.unwrap();
    assert_eq!(page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), ids);
}

#[tokio::test]
async fn every_write_is_seen_as_a_new_revision() {
    let (folder, store) = store_of(&[Sample::new(1, 2024, vec![claim("受理诉求", "740", 2024)])]).await;
    let before = store.revision().await.unwrap();
    assert_eq!(store.revision().await.unwrap(), before);
    assert_eq!(store.menus().await.unwrap().scopes, ["澄江市"]);
    // Another program writes.
    let other = Store::open(&folder.path().join("t.db")).await.unwrap();
    let mut elsewhere = claim("受理诉求", "5", 2024);
    elsewhere.scope = Some("全国".into());
    other.add(Sample::new(2, 2024, vec![elsewhere]).as_new()).await.unwrap();
    assert_ne!(store.revision().await.unwrap(), before);
    assert_eq!(store.menus().await.unwrap().scopes, ["全国", "澄江市"]);
}

/// Three reports give a value each year, one sets a target that the next misses, and one restates an older value.
fn reports() -> Vec<Sample> {
    let mut target = claim("办结", "100", 2023);
    target.status = Status::Target;
    vec![
        Sample::new(1, 2021, vec![claim("受理诉求", "100", 2020), claim("热线接通", "9", 2021)]),
        Sample::new(2, 2022, vec![claim("受理诉求", "103", 2020), target, claim("热线接通", "9", 2022)]),
        Sample::new(3, 2023, vec![claim("热线接通", "9", 2023)]),
        Sample::new(4, 2024, vec![claim("受理诉求", "103", 2020), claim("办结", "99", 2023)]),
    ]
}

async fn found_in(store: &Store) -> Vec<(String, &'static str, i64)> {
    let filter = FindingFilter { limit: 100, ..FindingFilter::default() };
    let found = store.findings(&filter).await.unwrap();
    assert_eq!(found.total, found.rows.len() as i64);
    let mut rows: Vec<_> =
        found.rows.into_iter().map(|one| (one.name, <&str>::from(one.finding.kind), one.id)).collect();
    rows.sort();
    rows
}

fn without_numbers(found: Vec<(String, &'static str, i64)>) -> Vec<(String, &'static str)> {
    found.into_iter().map(|(name, kind, _)| (name, kind)).collect()
}

#[tokio::test]
async fn findings_are_kept_in_step_with_the_documents() {
    let mut samples = reports();
    let last = samples.pop().unwrap();
    let (_folder, store) = store_of(&samples).await;
    let before = found_in(&store).await;
    assert_eq!(without_numbers(before.clone()), [("受理诉求".into(), "revision")]);
    assert_eq!(store.add(last.as_new()).await.unwrap(), Added::New(4));
    let found = found_in(&store).await;
    let all = [("办结".into(), "missed"), ("受理诉求".into(), "revision"), ("热线接通".into(), "vanished")];
    assert_eq!(without_numbers(found.clone()), all);
    assert_eq!(found[1].2, before[0].2, "a finding keeps its number");
    // A document that is taken out takes along what it showed, and brings it back.
    let removal = store.remove_document(4, String::new(), String::new()).await.unwrap();
    assert_eq!(without_numbers(found_in(&store).await), [("受理诉求".into(), "revision")]);
    let undo = Act::Undo { decision: removal };
    let new = NewDecision {
        act: undo,
        who: String::new(),
        before: String::new(),
        after: String::new(),
        why: String::new(),
    };
    store.decide(new).await.unwrap();
    assert_eq!(without_numbers(found_in(&store).await), all);
}

#[tokio::test]
async fn findings_do_not_depend_on_the_order_of_documents() {
    let (_folder, store) = store_of(&reports()).await;
    let expected = without_numbers(found_in(&store).await);
    let mut turned = reports();
    turned.reverse();
    let (_folder, store) = store_of(&turned).await;
    assert_eq!(without_numbers(found_in(&store).await), expected);
}

#[tokio::test]
async fn what_a_text_names_is_not_gone() {
    let mut samples = reports();
    samples[3].document.text.push_str("热线接通率有所提高。");
    let (_folder, store) = store_of(&samples).await;
    let found = without_numbers(found_in(&store).await);
    assert_eq!(found, [("办结".into(), "missed"), ("受理诉求".into(), "revision")]);
}

/// What people make of findings, by name.
async fn states(store: &Store) -> Vec<(String, FindingState, Option<String>)> {
    let filter = FindingFilter { limit: 100, ..FindingFilter::default() };
    let rows = store.findings(&filter).await.unwrap().rows;
    let mut rows: Vec<_> =
        rows.into_iter().map(|one| (one.name, one.state, one.judged.map(|judged| judged.why))).collect();
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    rows
}

async fn judge(store: &Store, name: &str, state: FindingState, why: &str) -> i64 {
    let id = found_in(store).await.into_iter().find(|(known, ..)| known == name).expect("a finding").2;
    let signed = ("审".to_owned(), why.to_owned());
    store.judge_finding(id, state, signed, |found, state| format!("{} {state:?}", found.name)).await.unwrap()
}

async fn undo(store: &Store, decision: i64) {
    let (who, why) = ("审".into(), String::new());
    let act = Act::Undo { decision };
    store.decide(NewDecision { who, act, before: String::new(), after: String::new(), why }).await.unwrap();
}

fn sides_of(all: &[Decision], id: i64) -> Sides {
    match &all.iter().find(|one| one.id == id).expect("the decision").act {
        Act::Judge { sides, .. } => sides.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_people_make_of_a_finding_holds_as_long_as_both_of_its_sides_are_there() {
    let (_folder, store) = store_of(&reports()).await;
    let open = states(&store).await;
    assert!(open.iter().all(|(_, state, why)| *state == FindingState::Open && why.is_none()), "{open:?}");
    let explained = judge(&store, "办结", FindingState::Explained, "统计口径调整").await;
    let dismissed = judge(&store, "热线接通", FindingState::Dismissed, "另有专报").await;
    let judged = [
        ("办结".to_owned(), FindingState::Explained, Some("统计口径调整".to_owned())),
        ("受理诉求".to_owned(), FindingState::Open, None),
        ("热线接通".to_owned(), FindingState::Dismissed, Some("另有专报".to_owned())),
    ];
    assert_eq!(states(&store).await, judged);
    let of = async |states: &[FindingState]| {
        let filter = FindingFilter { states: states.to_vec(), limit: 10, ..FindingFilter::default() };
        store.findings(&filter).await.unwrap().total
    };
    assert_eq!((of(&[FindingState::Dismissed]).await, of(&[]).await), (1, 3));
    assert_eq!(store.newest_findings(FindingKind::Missed, 9).await.unwrap().len(), 0);
    assert_eq!(store.newest_findings(FindingKind::Revision, 9).await.unwrap().len(), 1);

    // Read again, its words begin elsewhere, and its claims have other numbers.
    let last = reports().pop().unwrap();
    let mut claims = last.claims.clone();
    for claim in &mut claims {
        claim.start -= 1;
    }
    read_again(&store, 4, (&last.blocks, &claims, &last.links)).await;
    assert_eq!(states(&store).await, judged);
    let all = store.decisions().await.unwrap();
    let here = store.found_by(&sides_of(&all, explained)).await.unwrap();
    let id = found_in(&store).await.into_iter().find(|(name, ..)| name == "办结").unwrap().2;
    assert_eq!(here, Found::Here(id));

    // The result says something else now: both sides are there and show nothing. Then one side is gone.
    claims[1].value = "100".parse().unwrap();
    read_again(&store, 4, (&last.blocks, &claims, &last.links)).await;
    assert_eq!(states(&store).await[0].1, FindingState::Open, "it is met now, which nobody has spoken of");
    assert_eq!(store.found_by(&sides_of(&all, explained)).await.unwrap(), Found::NoMore);
    let removal = store.remove_document(4, String::new(), String::new()).await.unwrap();
    assert_eq!(store.found_by(&sides_of(&all, explained)).await.unwrap(), Found::WordsLost);
    undo(&store, removal).await;
    read_again(&store, 4, (&last.blocks, &last.claims, &last.links)).await;
    assert_eq!(states(&store).await, judged);

    // Taken back, each decision leaves what was before it.
    let again = judge(&store, "办结", FindingState::Dismissed, "识别有误").await;
    assert_eq!(states(&store).await[0].1, FindingState::Dismissed);
    undo(&store, again).await;
    assert_eq!(states(&store).await, judged);
    undo(&store, explained).await;
    undo(&store, dismissed).await;
    assert_eq!(states(&store).await, open);
}

#[tokio::test]
async fn what_was_decided_of_one_claim_is_never_taken_for_another_on_the_same_words() {
    let of = |number, year, names: &[&str], status, value: &str| {
        let claims = names.iter().map(|name| Claim { status, ..claim(name, value, 2023) }).collect();
        Sample::new(number, year, claims)
    };
    let both = ["甲类办结", "乙类办结"];
    let samples = [of(1, 2023, &both, Status::Target, "100"), of(2, 2024, &both, Status::Actual, "99")];
    let (_folder, store) = store_of(&samples).await;
    judge(&store, both[0], FindingState::Dismissed, "口径不同").await;
    let mut expected = vec![
        (both[0].to_owned(), FindingState::Dismissed, Some("口径不同".to_owned())),
        (both[1].to_owned(), FindingState::Open, None),
    ];
    expected.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(states(&store).await, expected);
    // With its claim gone, the decision holds on to nothing.
    let alone = of(1, 2023, &[both[1], "丙类办结"], Status::Target, "100");
    read_again(&store, 1, (&alone.blocks, &alone.claims, &alone.links)).await;
    assert_eq!(states(&store).await, [(both[1].to_owned(), FindingState::Open, None)]);
}

#[rstest]
#[case::all(FindingFilter::default(), 3)]
#[case::of_kinds(FindingFilter { kinds: vec![FindingKind::Missed, FindingKind::Vanished], ..FindingFilter::default() }, 2)]
#[case::of_a_place(FindingFilter { scope: Some("澄江市".into()), ..FindingFilter::default() }, 3)]
#[case::of_another(FindingFilter { scope: Some("全国".into()), ..FindingFilter::default() }, 0)]
#[case::of_a_year(FindingFilter { year: Some(2020), ..FindingFilter::default() }, 1)]
#[case::severe(FindingFilter { severity: Some(Severity::Medium), ..FindingFilter::default() }, 3)]
#[case::more_severe(FindingFilter { severity: Some(Severity::High), ..FindingFilter::default() }, 0)]
#[case::by_name(FindingFilter { query: Query::words("诉求"), ..FindingFilter::default() }, 1)]
#[tokio::test]
async fn findings_are_chosen_by_what_they_are(#[case] filter: FindingFilter, #[case] expected: i64) {
    let (_folder, store) = store_of(&reports()).await;
    let found = store.findings(&FindingFilter { limit: 10, ..filter }).await.unwrap();
    assert_eq!((found.total, found.rows.len() as i64), (expected, expected));
}

#[rstest]
#[case::the_third_is_silent(Some("澄江市"), 2022, 2024, 1)]
#[case::outside_the_span(Some("澄江市"), 2022, 2023, 0)]
#[case::another_scope(Some("全国"), 2022, 2024, 0)]
#[case::every_scope(None, 2022, 2024, 1)]
#[tokio::test]
async fn documents_that_say_nothing_are_counted(
    #[case] scope: Option<&str>,
    #[case] from: i32,
    #[case] to: i32,
    #[case] silent: i64,
) {
    let (_folder, store) = store_of(&three_conferences()).await;
    let (from, to) =
        (NaiveDate::from_ymd_opt(from, 1, 1).unwrap(), NaiveDate::from_ymd_opt(to, 12, 31).unwrap());
    assert_eq!(store.silent_documents(2, scope, from, to).await.unwrap(), silent);
}

#[rstest]
#[case::points(POINTS)]
#[case::points_within(POINTS_WITHIN)]
#[case::counts(COUNTS)]
#[case::claims_of_a_document(CLAIMS_OF_DOCUMENT)]
#[case::found_claims(FOUND_CLAIMS)]
#[case::found_claims_turned(OLDEST_FOUND_CLAIMS)]
#[case::called(CALLED)]
#[case::measured(MEASURED_BY_FOUND)]
#[case::nearest(NEAREST_FOUND)]
#[case::speakers(SPEAKERS)]
#[case::alike(ALIKE)]
#[case::meant(MEANT)]
#[case::names_of_places(NAMES_OF_PLACES)]
#[case::places_of(PLACES_OF)]
#[case::with_number(WITH_NUMBER)]
#[tokio::test]
async fn the_hot_queries_never_read_a_whole_table(#[case] query: &'static str) {
    let (_folder, store) = new_store().await;
    let plan = plan_of(&store, query).await;
    let scans: Vec<&String> = plan
        .iter()
        .filter(|step| {
            step.starts_with("SCAN")
                && !["json_each", "VIRTUAL TABLE", "(subquery", "SCAN found", "CONSTANT ROW", "SCAN names"]
                    .iter()
                    .any(|harmless| step.contains(harmless))
        })
        .collect();
    assert!(scans.is_empty(), "{plan:#?}");
}

/// Lists walk along an index in its order and stop: nothing is sorted, nothing else is read.
#[rstest]
#[case::newest(NEWEST_CLAIMS, &["SCAN all_documents USING INDEX documents_by_date", "(document=?)"], true)]
#[case::found(FOUND_CLAIMS, &["SCAN claim_words VIRTUAL TABLE INDEX", "(document=? AND position=?)"], false)]
#[case::found_turned(OLDEST_FOUND_CLAIMS, &["SCAN claim_words VIRTUAL TABLE INDEX", "(document=? AND position=?)"], false)]
#[case::documents(NEWEST_DOCUMENTS, &["SCAN all_documents USING INDEX documents_by_date"], true)]
#[case::documents_turned(OLDEST_DOCUMENTS, &["SCAN all_documents USING INDEX documents_by_date"], true)]
#[case::found_documents(FOUND_DOCUMENTS, &["SCAN document_words VIRTUAL TABLE INDEX", "SCAN all_documents USING INDEX documents_by_date"], true)]
#[case::found_documents_turned(OLDEST_FOUND_DOCUMENTS, &["SCAN all_documents USING INDEX documents_by_date"], true)]
#[case::unknown(UNKNOWN, &["SCAN all_documents USING INDEX documents_unknown"], true)]
#[case::indicators(ALL, &["COVERING INDEX tallies_by_use"], true)]
#[case::leading(LEADING_INDICATORS, &["COVERING INDEX tallies_by_length"], true)]
#[case::newest_findings(NEWEST_FINDINGS, &["COVERING INDEX findings_by_kind (kind=? AND state=?)"], true)]
#[case::next_in_size(NEXT_IN_SIZE, &["INDEX claims_by_size (<expr>>?)", "INDEX claims_by_size (<expr><?)"], false)]
#[case::documents_near(DOCUMENTS_NEAR, &["INDEX documents_by_date (date<?)", "INDEX documents_by_date (date>?)"], false)]
#[tokio::test]
async fn the_first_page_costs_the_same_however_long_the_list_is(
    #[case] query: &'static str,
    #[case] steps: &[&str],
    #[case] in_order: bool,
) {
    let (_folder, store) = new_store().await;
    let plan = plan_of(&store, query).await;
    for step in steps {
        assert!(plan.iter().any(|known| known.contains(step)), "no {step}: {plan:#?}");
    }
    let sorted = plan.iter().any(|step| step.contains("TEMP B-TREE"));
    assert!(!(in_order && sorted), "{plan:#?}");
}

/// Who speaks is told by an index, without the paragraphs.
#[tokio::test]
async fn where_conferences_begin_is_found_without_reading_texts() {
    let (_folder, store) = new_store().await;
    let plan = plan_of(&store, SCOPE_OF_MOST_CONFERENCES).await;
    let read = plan.iter().filter(|step| step.contains("blocks"));
    assert!(read.clone().all(|step| step.contains("COVERING INDEX blocks_by_speaker")), "{plan:#?}");
    assert_eq!(read.count(), 1, "{plan:#?}");
}

#[tokio::test]
async fn rows_of_the_conferences_read_the_claims_of_those_documents_only() {
    let (_folder, store) = new_store().await;
    let plan = plan_of(&store, REPEATED_INDICATORS).await;
    let read =
        |table: &str| plan.iter().filter(|step| step.contains(table)).all(|step| step.starts_with("SEARCH"));
    assert!(["claims", "all_links", "reach", "indicators"].into_iter().all(read), "{plan:#?}");
}

/// Lists of indicators are made from what is kept of each, and never from claims; what is asked for is looked up once
/// and not for each.
#[rstest]
#[case::list(LIST)]
#[case::all(ALL)]
#[case::findings(FINDINGS)]
#[case::newest_findings(NEWEST_FINDINGS)]
#[case::count(COUNT_OF_KIND)]
#[tokio::test]
async fn lists_and_counts_read_no_claims(#[case] query: &'static str) {
    let (_folder, store) = new_store().await;
    let plan = plan_of(&store, query).await;
    assert!(!plan.iter().any(|step| step.contains("claims") || step.contains("links")), "{plan:#?}");
    let slow = plan.iter().any(|step| step == "SCAN measures" || step.starts_with("CORRELATED"));
    assert!(!slow, "{plan:#?}");
}

async fn plan_of(store: &Store, query: &'static str) -> Vec<String> {
    let plan: Vec<(i64, i64, i64, String)> =
        sqlx::query_as(AssertSqlSafe(format!("explain query plan {query}")))
            .bind("[1]")
            .fetch_all(&store.readers)
            .await
            .unwrap();
    plan.into_iter().map(|(.., step)| step).collect()
}

/// All that lists and searches read instead of the claims, as text.
async fn kept_in_step(store: &Store) -> Vec<String> {
    let mut kept = Vec::new();
    for table in [
        "select json_group_array(json_array(indicator, points, documents, longest, scopes, first_year, last_year,
             targets) order by indicator) from tallies",
        "select json_group_array(json_array(scope, indicator, points, conferences, years, last_year)
             order by scope, indicator) from reach",
        "select json_group_array(json_array(indicator, scope, kind, basis, unit, status, points, dated, claims)
             order by indicator, scope, kind, basis, unit, status) from measures",
        "select json_group_array(rowid order by rowid) from claim_words('\"件\"*')",
        "select json_group_array(rowid order by rowid) from claim_words('\"民营\"')",
        "select json_group_array(rowid order by rowid) from claim_words('\"scope:澄江市;\"')",
        "select json_group_array(rowid order by rowid) from document_words('\"诉求\"')",
    ] {
        let rows: String = sqlx::query_scalar(table).fetch_one(&store.readers).await.unwrap();
        assert_ne!(rows, "[]", "{table}");
        kept.push(rows);
    }
    let findings =
        "select json_group_array(json_array(scope, indicator, kind, day, severity, earlier, later, finding)
         order by kind, earlier, later) from findings";
    kept.push(sqlx::query_scalar(findings).fetch_one(&store.readers).await.unwrap());
    kept
}

#[tokio::test]
async fn tallies_and_words_follow_every_write() {
    let (folder, store) = store_of(&three_conferences()).await;
    // One claim goes, one comes; then a person moves a wording and gives a name.
    let [first, ..] = three_conferences();
    let kept = [first.claims[1].clone()];
    read_again(&store, 1, (&first.blocks, &kept, &first.links[1..])).await;
    assert_eq!(found(&store, "受理").await.total, 2);
    let name = Act::Rename { indicator: "民营经济估值".into(), name: "民企身价".into() };
    let (before, after, why) = (String::new(), String::new(), String::new());
    store.decide(NewDecision { who: "审".into(), act: name, before, after, why }).await.unwrap();
    assert_eq!(found(&store, "身价").await.total, 2);
    let totals = store.totals().await.unwrap();
    assert_eq!((totals.documents, totals.claims, totals.indicators), (3, 5, 3));

    // Counted anew from nothing, all is as it was.
    let known = kept_in_step(&store).await;
    store.close().await;
    let path = folder.path().join("t.db");
    tamper(
        &path,
        "insert into stale select id, 1 from indicators; insert into unread select id from documents",
    )
    .await;
    let store = Store::open(&path).await.unwrap();
    assert_eq!(kept_in_step(&store).await, known);
}

#[tokio::test]
async fn a_removed_document_is_found_nowhere_and_comes_back_as_it_was() {
    let mut samples = three_conferences();
    samples[0].claims[0].speaker = Some("李红".into());
    samples[1].claims[0].speaker = Some("赵青".into());
    let (folder, store) = store_of(&samples).await;
    let (kept, totals) = (kept_in_step(&store).await, store.totals().await.unwrap());
    let claim = store.document(2).await.unwrap().claims[0].id;
    assert_eq!(store.menus().await.unwrap().speakers, ["李红", "赵青"]);
    let decision = store.remove_document(2, "审".into(), "下载错了页面".into()).await.unwrap();

    let removed = |error: StoreError| matches!(error, StoreError::Removed { document: 2, decision: d } if d == decision);
    assert!(removed(store.document(2).await.unwrap_err()));
    assert!(removed(store.claim(claim).await.unwrap_err()));
    assert!(removed(store.remove_document(2, String::new(), "又".into()).await.unwrap_err()));
    let shown = store.removed(2).await.unwrap();
    assert_eq!(
        (shown.name.as_str(), shown.decision.why.as_str()),
        ("2.txt（2023年12月1日）", "下载错了页面")
    );

    let all = DocumentFilter { limit: 9, ..DocumentFilter::default() };
    for query in ["", "新闻发布会"] {
        let found =
            store.documents(&DocumentFilter { query: Query::words(query), ..all.clone() }).await.unwrap();
        let ids: Vec<i64> = found.rows.iter().map(|row| row.id).collect();
        assert!(found.total == 2 && !ids.contains(&2), "{query}: {ids:?}");
    }
    let every = ClaimFilter { limit: 99, ..ClaimFilter::default() };
    for filter in [
        every.clone(),
        ClaimFilter { query: Query::words("件"), ..every.clone() },
        ClaimFilter { document: Some(2), ..every },
    ] {
        let found = store.claims(&filter).await.unwrap();
        assert!(found.rows.iter().all(|(_, document)| document.id != 2), "{filter:?}");
        assert_eq!(found.total, found.rows.len() as i64, "{filter:?}");
    }
    let held = store.documents_of_scope("澄江市", &[], false, 0, 9).await.unwrap();
    assert!(held.total == 2 && held.rows.iter().all(|row| row.id != 2));
    assert_eq!(store.document_ids().await.unwrap(), [1, 3]);
    let without = store.totals().await.unwrap();
    assert_eq!((without.documents, without.removed), (2, 1));
    assert!(without.claims < totals.claims);
    assert_eq!(store.menus().await.unwrap().speakers, ["李红"]);
    let fresh = Store::open_read_only(&folder.path().join("t.db")).await.unwrap();
    assert_eq!(fresh.check().await.unwrap(), Vec::<String>::new());
    fresh.close().await;

    let (before, after, why) = (String::new(), String::new(), String::new());
    let undo = Act::Undo { decision };
    store.decide(NewDecision { who: "审".into(), act: undo, before, after, why }).await.unwrap();
    assert_eq!((kept_in_step(&store).await, store.totals().await.unwrap()), (kept, totals));
    assert_eq!(store.claim(claim).await.unwrap().1.row.id, 2, "claims keep their numbers");
}

#[tokio::test]
async fn the_main_series_alone_is_the_one_among_all() {
    let mut claims = Vec::new();
    for year in 2019..2025 {
        claims.push(claim("受理群众诉求", &format!("{year}"), year));
        let mut elsewhere = claim("受理群众诉求", "3", year);
        elsewhere.scope = (year % 2 == 0).then(|| "全国".into());
        claims.push(elsewhere);
        let mut target = claim("受理群众诉求", "9", year + 1);
        target.status = Status::Target;
        claims.push(target);
    }
    let samples =
        [Sample::new(1, 2024, claims), Sample::new(2, 2025, vec![claim("民营经济估值", "8", 2023)])];
    let (_folder, store) = store_of(&samples).await;
    for indicator in [1, 2] {
        let all = store.series(&[indicator]).await.unwrap();
        for scope in [None, Some("全国"), Some("澄江市")] {
            let few = store.main_series(&[indicator], scope).await.unwrap();
            let among = all.iter().filter(|one| scope.is_none() || one.scope.as_deref() == scope);
            assert_eq!(series::main(&few), series::main(among), "{indicator} {scope:?}");
        }
        let here = store.series_of_scope(&[indicator], "澄江市").await.unwrap();
        assert!(here.iter().eq(all.iter().filter(|one| one.scope.as_deref() == Some("澄江市"))));
    }
}

#[tokio::test]
async fn a_database_from_before_the_tallies_is_counted_when_it_is_opened() {
    let (folder, store) = store_of(&three_conferences()).await;
    let known = kept_in_step(&store).await;
    store.close().await;
    let path = folder.path().join("t.db");
    tamper(
        &path,
        "drop table checks; drop table briefing_versions; drop table briefings; drop table baskets; drop table findings; drop table unfound; drop table unheard; drop trigger links_to_find;
         drop trigger links_to_find_no_more; drop trigger links_to_find_again; drop trigger documents_to_hear;
         drop trigger documents_to_hear_again; drop trigger removals_to_hear; drop trigger removals_to_hear_again;
         drop view stored_claims; alter table claims drop column provisional; create view stored_claims as select 1;
         drop trigger links_to_weigh_again; drop view documents; drop table removals; drop table stated; drop index documents_unknown; alter table all_documents drop column given; alter table all_documents rename to documents;
         drop table document_words; drop table unread; drop trigger documents_added; drop trigger documents_described;
         drop trigger documents_moved;
         drop view links; drop table editions; drop trigger links_counted; drop index links_by_indicator;
         alter table all_links drop column counts; alter table all_links rename to links;
         create index links_by_indicator on links (indicator);
         drop table tallies; drop table reach; drop table measures; drop table claim_words; drop view claim_places; drop table stale;
         drop index documents_by_scope; drop index blocks_by_speaker;
         drop table name_words; drop table unnamed; drop trigger aliases_added; drop trigger aliases_removed;
         drop trigger indicators_called; drop index aliases_by_name; drop index claims_by_speaker; drop index claims_by_size;
         drop table kinships; drop table unweighed; drop trigger links_to_weigh; drop trigger links_to_weigh_no_more;
         drop trigger links_added; drop trigger links_moved; drop trigger links_removed;
         drop trigger indicators_renamed; create index claims_by_scope on claims (scope);
         alter table documents drop column precision;
         delete from _sqlx_migrations where version > 1",
    )
    .await;
    let store = Store::open(&path).await.unwrap();
    assert_eq!(kept_in_step(&store).await, known);
    assert_eq!(found(&store, "民营 7").await.total, 1);
}

#[tokio::test]
async fn a_document_that_gets_another_day_is_found_where_it_then_stands() {
    let (folder, store) = store_of(&three_conferences()).await;
    store.close().await;
    let path = folder.path().join("t.db");
    tamper(&path, "update all_documents set event_date = '2025-06-01', title = '改了名的通报' where id = 1")
        .await;
    let store = Store::open(&path).await.unwrap();
    let quotes = found(&store, "件").await.rows;
    let quotes: Vec<&str> = quotes.iter().map(|(stored, _)| stored.claim.quote.as_str()).collect();
    assert_eq!(quotes, ["4件", "7件", "6件", "126件", "5件", "8件"]);
    let filter = DocumentFilter { query: Query::words("改了名"), limit: 10, ..DocumentFilter::default() };
    assert_eq!(store.documents(&filter).await.unwrap().total, 1);
}

/// Two conferences and a report, with names, numbers and days in several wordings.
async fn searchable() -> (TempDir, Store) {
    let people = |name: &str, value: &str, year| {
        let mut claim = claim(name, value, year);
        "人".clone_into(&mut claim.unit);
        claim.quote = format!("{value}人");
        claim
    };
    let mut speech = Sample::new(
        1,
        2024,
        vec![claim("受理诉求", "7400000", 2024), people("新增城镇就业", "215900", 2024)],
    );
    for claim in &mut speech.claims {
        claim.speaker = Some("李红".into());
    }
    let mut elsewhere = people("城镇新增就业", "417400000", 2023);
    elsewhere.scope = Some("云州市".into());
    let mut rise = claim("受理诉求", "5.20", 2023);
    (rise.kind, rise.direction, rise.basis) = (Kind::Change, Some(Direction::Up), Some(Basis::Yoy));
    rise.unit = "%".into();
    let mut month = claim("12345热线接通数", "36", 2024);
    let september = month.period.as_mut().unwrap();
    september.start = NaiveDate::from_ymd_opt(2024, 9, 1);
    september.end = NaiveDate::from_ymd_opt(2024, 9, 30);
    september.kind = PeriodType::Month;
    store_of(&[speech, Sample::new(2, 2023, vec![elsewhere, rise]), Sample::new(3, 2022, vec![month])]).await
}

/// What a search finds: the quotes of claims, the numbers of documents and of indicators.
async fn search(store: &Store, text: &str) -> (Vec<String>, Vec<i64>, Vec<i64>) {
    let menus = store.menus().await.unwrap();
    let query = query::read(text, &Vocabulary { places: &menus.places, speakers: &menus.speakers });
    let claims = ClaimFilter { query: query.clone(), limit: 10, ..ClaimFilter::default() };
    let documents = DocumentFilter { query: query.clone(), limit: 10, ..DocumentFilter::default() };
    let indicators =
        IndicatorFilter { query, limit: 10, order: IndicatorOrder::Name, ..IndicatorFilter::default() };
    let claims = store.claims(&claims).await.unwrap();
    assert_eq!(claims.total, claims.rows.len() as i64);
    (
        claims.rows.into_iter().map(|(stored, _)| stored.claim.quote).collect(),
        store.documents(&documents).await.unwrap().rows.into_iter().map(|row| row.id).collect(),
        store.indicators(&indicators).await.unwrap().rows.into_iter().map(|row| row.id).collect(),
    )
}

#[rstest]
#[case::scale("740万", &["7400000件"], &[1], &[1])]
#[case::digits("7400000", &["7400000件"], &[1], &[1])]
#[case::groups("7,400,000件", &["7400000件"], &[1], &[1])]
#[case::another_unit("740万人", &[], &[], &[])]
#[case::with_its_unit("21.59万人", &["215900人"], &[1], &[2])]
#[case::decimals("5.2%", &["5.20件"], &[2], &[1])]
#[case::a_number_of_a_name("12345", &["36件"], &[], &[3])]
#[case::no_part_of_a_number("2345", &[], &[], &[])]
#[case::a_synonym("城镇新增就业", &["215900人", "417400000人"], &[], &[2])]
#[case::the_other_way("新增城镇就业", &["215900人", "417400000人"], &[], &[2])]
#[case::word_and_place("就业 云州", &["417400000人"], &[], &[2])]
#[case::a_place_of_documents("澄江", &["7400000件", "215900人", "5.20件", "36件"], &[1, 2, 3], &[3, 1, 2])]
#[case::a_sentence("澄江市城镇新增就业21.59万人", &["215900人"], &[], &[2])]
#[case::speaker("李红 就业", &["215900人"], &[], &[2])]
#[case::day_of_a_document("2024年12月1日", &["7400000件", "215900人"], &[1], &[1, 2])]
#[case::day_in_digits("20241201", &["7400000件", "215900人"], &[1], &[1, 2])]
#[case::month_meant("2024年9月", &["36件"], &[], &[3])]
#[case::month_said("2022-12", &["36件"], &[3], &[3])]
#[case::no_month_of_whole_years("2023年1月", &[], &[], &[])]
#[case::year_meant("2023年", &["417400000人", "5.20件"], &[2], &[1, 2])]
#[case::year_and_word("2023年就业", &["417400000人"], &[], &[2])]
#[case::change("受理 增长", &["5.20件"], &[], &[1])]
#[case::quoted_words_have_no_synonyms("“城镇新增就业”", &["215900人", "417400000人"], &[], &[2])]
#[tokio::test]
async fn a_search_understands_numbers_names_days_places_and_speakers(
    #[case] text: &str,
    #[case] quotes: &[&str],
    #[case] documents: &[i64],
    #[case] indicators: &[i64],
) {
    let (_folder, store) = searchable().await;
    let found = search(&store, text).await;
    assert_eq!(
        (found.0.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), &*found.1, &*found.2),
        (quotes, documents, indicators)
    );
}

#[tokio::test]
async fn a_name_that_a_person_gave_or_joined_is_found_too() {
    let (_folder, store) = searchable().await;
    assert!(search(&store, "接单量").await.0.is_empty());
    let alias = Act::Alias { indicator: "受理诉求".into(), alias: "接单量".into() };
    let (before, after, why) = (String::new(), String::new(), String::new());
    store.decide(NewDecision { who: "审".into(), act: alias, before, after, why }).await.unwrap();
    let ((claims, _, indicators), (known, ..)) =
        (search(&store, "接单量").await, search(&store, "受理诉求").await);
    assert_eq!((claims, indicators), (known, vec![1]));
}

#[tokio::test]
async fn where_nothing_fits_the_nearest_is_offered() {
    let (_folder, store) = searchable().await;
    let near = async |words: &str, value: &str, unit: &str| {
        let filter = ClaimFilter { query: Query::words(words), limit: 2, ..ClaimFilter::default() };
        let number = Number { value: value.parse().unwrap(), high: None, unit: unit.into() };
        let found = store.nearest_claims(&filter, &number).await.unwrap();
        found.into_iter().map(|(stored, _)| stored.claim.quote).collect::<Vec<_>>()
    };
    assert_eq!(near("", "7400001", "").await, ["7400000件", "215900人"]);
    assert_eq!(near("", "7400001", "人").await, ["215900人", "417400000人"]);
    assert_eq!(near("诉求", "7", "").await, ["5.20件", "7400000件"]);
    assert!(near("无此", "7", "").await.is_empty());
    let names = store.indicators_like("城镇新增就业人次", 3).await.unwrap();
    assert_eq!(names.iter().map(|row| row.id).collect::<Vec<_>>(), [2]);
    let day = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let documents = store.documents_near(day, 1).await.unwrap();
    assert_eq!(documents.iter().map(|row| row.id).collect::<Vec<_>>(), [2, 1]);
}

#[rstest]
#[case::one_character("诉", 3)]
#[case::the_last_character("值", 2)]
#[case::two("诉求", 3)]
#[case::three("诉求5", 0)]
#[case::latin_in_either_case("rd投", 1)]
#[case::signs_are_words("(100%口", 1)]
#[case::a_quote_is_a_character("\"", 0)]
#[case::no_operator("诉求 OR 民营", 0)]
#[case::no_wildcard("诉*", 0)]
#[tokio::test]
async fn a_search_takes_words_as_they_are(#[case] query: &str, #[case] total: i64) {
    let (_folder, store) = store_of(&three_conferences()).await;
    assert_eq!(found(&store, query).await.total, total);
}

/// Seven reports of one place, of which the last three give its revenue another name.
fn renamed_revenue() -> Vec<Sample> {
    let told = [
        ("地方财政收入", 2008, "1210", None),
        ("地方财政收入", 2009, "1331", None),
        ("地方财政收入", 2010, "1498", None),
        ("地方财政收入", 2011, "1677", Some("12")),
        ("一般公共预算收入", 2012, "1845", Some("10")),
        ("一般公共预算收入", 2013, "2031", Some("10.1")),
        ("一般公共预算收入", 2014, "2233", None),
    ];
    let reports = told.iter().zip(1..).map(|((name, year, value, growth), number)| {
        let level = Claim { unit: "元".into(), quote: format!("{value}元"), ..claim(name, value, *year) };
        let growth = growth.map(|growth| Claim {
            kind: Kind::Change,
            unit: "%".into(),
            quote: format!("{growth}%"),
            ..claim(name, growth, *year)
        });
        let mut report = Sample::new(number, year + 1, std::iter::once(level).chain(growth).collect());
        report.document.metadata.event_date = NaiveDate::from_ymd_opt(year + 1, 1, 20);
        report
    });
    reports.collect()
}

/// The indicator's key of each value of revenue, in order of time.
async fn revenue(store: &Store) -> Vec<(i32, String)> {
    sqlx::query_as(
        "select cast(substr(period_end, 1, 4) as integer), indicators.key
         from links join claims on claims.id = links.claim join indicators on indicators.id = links.indicator
         where unit = '元' order by 1",
    )
    .fetch_all(&store.readers)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_name_that_goes_on_another_ones_line_is_joined_to_it_at_its_place_whatever_came_first() {
    let reports = renamed_revenue();
    let (_folder, store) = store_of(&reports).await;
    let known = revenue(&store).await;
    assert_eq!(known.len(), 7);
    assert!(known.iter().all(|(_, key)| key == "一般公共预算收入"), "{known:?}");
    let kinships = store.kinships("一般公共预算收入", Some("澄江市")).await.unwrap();
    assert!(kinships[0].linked && kinships[0].zh().contains("与“地方财政收入”视为同一指标"));
    assert_eq!(
        store.aliases(store.find_indicator("一般公共预算收入").await.unwrap().unwrap()).await.unwrap(),
        ["一般公共预算收入", "地方财政收入"]
    );
    for order in [[6, 0, 5, 1, 4, 2, 3], [3, 2, 1, 0, 6, 5, 4]] {
        let (_folder, other) = store_of(&[]).await;
        for at in order {
            other.add(reports[at].as_new()).await.unwrap();
        }
        assert_eq!(revenue(&other).await, known);
        assert_eq!(other.kinships("地方财政收入", None).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_person_overrules_evidence_and_it_holds_again_when_that_is_undone() {
    let (_folder, store) = store_of(&renamed_revenue()).await;
    let known = revenue(&store).await;
    let decide = async |act| {
        let decision = NewDecision {
            who: "甲".into(),
            act,
            before: String::new(),
            after: String::new(),
            why: String::new(),
        };
        store.decide(decision).await.unwrap()
    };
    let (one, other) = ("一般公共预算收入".to_owned(), "地方财政收入".to_owned());
    let apart = decide(Act::Dismiss { one: one.clone(), other: other.clone() }).await;
    let now = revenue(&store).await;
    assert_eq!(now.iter().filter(|(_, key)| *key == other).count(), 4, "{now:?}");
    decide(Act::Undo { decision: apart }).await;
    assert_eq!(revenue(&store).await, known);
    let merged = decide(Act::Merge { from: other, into: "财政收入".into() }).await;
    let now = revenue(&store).await;
    assert_eq!(now.iter().filter(|(_, key)| key == "财政收入").count(), 4, "{now:?}");
    decide(Act::Undo { decision: merged }).await;
    assert_eq!(revenue(&store).await, known);
}

#[tokio::test]
async fn names_that_stand_side_by_side_are_not_joined() {
    let mut reports = renamed_revenue();
    let beside =
        Claim { unit: "元".into(), quote: "977元".into(), ..claim("地方财政收入", "977", 2013) };
    reports.push(Sample::new(
        8,
        2014,
        vec![beside, {
            Claim {
                unit: "元".into(), quote: "2031元".into(), ..claim("一般公共预算收入", "2031", 2013)
            }
        }],
    ));
    let (_folder, store) = store_of(&reports).await;
    assert!(revenue(&store).await.iter().any(|(_, key)| key == "地方财政收入"));
}

#[tokio::test]
async fn what_is_called_so_is_found_without_a_look_at_all_names() {
    let (_folder, store) = store_of(&three_conferences()).await;
    let all = store.known_indicators().await.unwrap();
    let answers = |keys: &[String], known: &[Known]| -> Vec<_> {
        rank(keys, known).into_iter().filter(|one| one.score >= 50).collect()
    };
    let names = all.iter().flat_map(|one| [one.name.clone(), one.name.chars().take(2).collect()]);
    for name in names.chain(["无此指标".to_owned()]) {
        let keys = keys_of_query(&name, None, None);
        let called = store.indicators_called(&keys).await.unwrap();
        assert_eq!(answers(&keys, &called), answers(&keys, &all), "{name}");
    }
}
