//! Hostile and broken input: each fails alone, with a message that says why, and the rest goes in.

use crate::formats::{as_word, word, zipped};
use flate2::{Compress, Compression, FlushCompress};
use policy_metrics::pipeline::Input;
use policy_metrics::source::Given;
use policy_metrics::source::fetch::Fetcher;
use rstest::rstest;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// A web server on this machine.
pub(crate) struct Site(SocketAddr);

impl Site {
    /// Answers each request for a path with these bytes, then closes the connection.
    pub(crate) fn open(answer: impl Fn(&str) -> Vec<u8> + Send + 'static) -> Self {
        Self::serve(move |path, stream| {
            let _ = stream.write_all(&answer(path));
        })
    }

    fn serve(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let request: Vec<String> =
                    lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
                let path = request.first().and_then(|line| line.split(' ').nth(1)).unwrap_or("/").to_owned();
                answer(&path, &mut stream);
            }
        });
        Self(address)
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.0)
    }

    pub(crate) fn page(content_type: &str, body: &[u8]) -> Vec<u8> {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), body].concat()
    }
}

fn refused(url: String, seconds: u64, private_hosts: &[&str]) -> String {
    let hosts: Vec<String> = private_hosts.iter().map(|host| (*host).to_owned()).collect();
    let fetcher = Fetcher::new(Duration::from_secs(seconds), &hosts);
    Input::Url(url, fetcher).read(&Given::default()).unwrap_err().to_string()
}

#[test]
fn a_page_that_leads_inside_is_not_followed() {
    let site = Site::open(|_| {
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/secret\r\nContent-Length: 0\r\n\r\n".to_vec()
    });
    let outside = site.url("/").replace("127.0.0.1", "localhost");
    let said = refused(outside, 10, &["localhost"]);
    assert!(said.contains("127.0.0.1") && said.contains("private network"), "{said}");
}

#[test]
fn a_page_without_end_is_given_up_by_its_size() {
    let site = Site::serve(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
        let endless = vec![b'1'; 1 << 16];
        while stream.write_all(&endless).is_ok() {}
    });
    let said = refused(site.url("/"), 60, &["127.0.0.1"]);
    assert!(said.contains("limit of 64 MB"), "{said}");
}

#[test]
fn a_page_that_never_comes_is_given_up_by_the_time() {
    let site = Site::serve(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n1");
        // Until the other side has had enough.
        let _ = stream.read(&mut [0]);
    });
    let said = refused(site.url("/"), 1, &["127.0.0.1"]);
    assert!(said.contains("within 1 seconds"), "{said}");
}

/// A PDF of these objects, the first being the catalogue.
fn pdf(objects: &[&[u8]], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes();
    for (index, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", file.len()).expect("memory takes it");
        file.extend(format!("{} 0 obj\n", index + 1).bytes());
        file.extend(*object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    let size = objects.len() + 1;
    file.extend(table);
    file.extend(
        format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    file
}

fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<<{entries}/Length {}>>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

/// A PDF of one page with this content, and a form of this content that may name itself.
fn one_page(content: &[u8], form: &[u8], trailer: &str) -> Vec<u8> {
    pdf(
        &[
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
            content,
            form,
        ],
        trailer,
    )
}

/// Two gigabytes of zeros in a few megabytes.
fn bomb() -> Vec<u8> {
    const BLOCK: usize = 1 << 20;
    const BLOCKS: usize = 2048;
    let mut block = Vec::with_capacity(BLOCK);
    let mut deflate = Compress::new(Compression::best(), false);
    deflate.compress_vec(&vec![0; BLOCK], &mut block, FlushCompress::Full).unwrap();
    // Of zeros Adler-32 is their number and one.
    let sum = ((BLOCK * BLOCKS % 65_521) as u32) << 16 | 1;
    [b"\x78\x9C".to_vec(), block.repeat(BLOCKS), b"\x03\x00".to_vec(), sum.to_be_bytes().to_vec()].concat()
}

#[rstest]
#[case::scan(one_page(&stream("", b"/F Do"), &stream("/Type/XObject/Subtype/Image/Width 1/Height 1", b"0"), ""), &["a scan without a text layer"])]
#[case::itself(
    one_page(&stream("", b"/F Do"), &stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>", b"/F Do"), ""),
    &["breaks the parser", "a scan without a text layer", "damaged"]
)]
#[case::bomb(
    one_page(&stream("/Filter/FlateDecode", &bomb()), b"null", ""),
    &["exhausts the memory", "damaged", "not read within"]
)]
#[case::password(
    one_page(&stream("", b""), b"null", "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(00000000000000000000000000000000)/U(00000000000000000000000000000000)>>/ID[(a)(a)]"),
    &["protected by a password"]
)]
#[case::broken(b"%PDF-1.7\n1 0 obj\n<</Type".to_vec(), &["damaged"])]
#[case::pages_without_end(
    pdf(&[b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 2000000000>>"], ""),
    &["damaged", "not read within", "a scan without", "exhausts the memory"]
)]
fn a_hostile_pdf_is_refused_with_the_reason(#[case] bytes: Vec<u8>, #[case] said: &[&str]) {
    let desk = tempfile::tempdir().unwrap();
    let ran = crate::formats::fed(&["extract", "-"], desk.path(), &bytes);
    let err = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(1), "{err}");
    assert!(said.iter().any(|words| err.contains(words)), "{err}");
}

#[test]
fn attacks_in_a_folder_fail_one_by_one_and_the_rest_goes_in() {
    let good = "今年全市新增就业5万人。";
    let deep = "[".repeat(1_000_000);
    let columns = ",a".repeat(1_000_000);
    let attributes = " a".repeat(1_000_000);
    let attacks: Vec<(&str, Vec<u8>, &str)> = vec![
        ("bomb.zip", zipped(&[("a.txt", &vec![b'1'; 70_000_000])]), "out of all proportion"),
        ("out.zip", zipped(&[("../../a.txt", good.as_bytes())]), "leads out"),
        ("root.zip", zipped(&[("/etc/a.txt", good.as_bytes())]), "leads out"),
        ("inner.zip", zipped(&[("a.zip", &zipped(&[("b.txt", good.as_bytes())]))]), "archive within the archive"),
        ("cut.zip", zipped(&[("a.txt", good.as_bytes())])[..60].to_vec(), "damaged"),
        ("laughs.docx", zipped(&[("word/document.xml", b"<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><w:document><w:t>&b;</w:t></w:document>")]), "damaged"),
        ("huge.docx", word(&format!("<w:t>{}</w:t>", "0".repeat(70_000_000))), "out of all proportion"),
        ("deep.docx", word(&"<w:p>".repeat(100_000)), "nested too deeply"),
        ("deep.html", format!("<html><body>{}{good}", "<div>".repeat(100_000)).into(), "nested too deeply"),
        ("attributes.html", format!("<html><body><p{attributes}>{good}").into(), "nested too deeply"),
        ("wide.csv", format!("title{columns}\n{good}\n").into(), "no column"),
        ("quote.csv", format!("text,title\n\"{}", "1".repeat(20_000_000)).into(), "row exceeds the limit"),
        ("deep.jsonl", format!("{{\"text\":{deep}\n").into(), "malformed"),
        ("picture.csv", b"\x89PNG\r\n\x1A\n\0\0".to_vec(), "PNG"),
    ];
    let desk = tempfile::tempdir().unwrap();
    let folder = desk.path().join("in");
    fs::create_dir(&folder).unwrap();
    for (name, bytes, _) in &attacks {
        fs::write(folder.join(name), bytes).unwrap();
    }
    let long = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"{good}\"}}\n", "1".repeat(100_000_000));
    fs::write(folder.join("long.jsonl"), long).unwrap();
    fs::write(folder.join("wide-row.csv"), format!("text{columns}\n今年全市新增就业6万人。{columns}\n"))
        .unwrap();
    let spread: String =
        (0..100_000).fold(String::new(), |all, index| all + " a" + &index.to_string() + "=\"1\"");
    let body = format!("<w:p{spread}><w:r><w:t>今年全市新增就业7万人。</w:t></w:r></w:p>");
    fs::write(folder.join("attributes.docx"), word(&body)).unwrap();
    fs::write(folder.join("z.docx"), as_word("今年全市新增就业8万人。")).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_policy-metrics"))
        .env("LC_ALL", "en_US.UTF-8")
        .args(["ingest", "in"])
        .current_dir(desk.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8(ran.stdout).unwrap(), String::from_utf8(ran.stderr).unwrap());
    for (name, _, said) in &attacks {
        assert!(err.lines().any(|line| line.contains(name) && line.contains(said)), "{name}: {err}");
    }
    assert!(err.lines().any(|line| line.contains("long.jsonl#1") && line.contains("row exceeds")), "{err}");
    let failed = attacks.len() + 1;
    assert!(out.contains(&format!("4 new, 0 known, 0 skipped, {failed} failed")), "{out}{err}");
    assert_eq!(ran.status.code(), Some(1));
}
