//! A URL → the bytes behind it; never from within the network that this machine stands in.

use super::MAX_BYTES;
use std::io::{self, Read};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, Instant};
use ureq::http::{Response, Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body};
use url::Url;

/// How many times a server may send us on.
const MAX_REDIRECTS: usize = 5;

/// How pages are fetched.
#[derive(Debug, Clone)]
pub struct Fetcher {
    agent: Agent,
    time: Duration,
}

/// What stands behind a URL.
#[derive(Debug)]
pub struct Fetched {
    /// The bytes as received.
    pub bytes: Vec<u8>,
    /// Where they came from in the end.
    pub url: String,
    /// What the server says they are: `text/html; charset=gb2312`.
    pub content_type: Option<String>,
}

/// Why nothing was fetched, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// It is no address of a page.
    #[error(
        "网址不对，应如 https://example.org/a.html / this is no URL; write it like https://example.org/a.html"
    )]
    BadUrl,
    /// Neither http nor https.
    #[error("只读 http:// 和 https:// 的网址，不读“{0}:” / only http:// and https:// are read, not \"{0}:\"")]
    Scheme(String),
    /// A password would be stored with the document.
    #[error("网址里带有用户名或密码，请去掉后再试 / the URL holds a user name or a password; leave them out")]
    Password,
    /// An address of this machine or of the network it stands in.
    #[error(
        "{host} 指向内部网络地址 {address}，未抓取；确需抓取内网网页时，请把 \"{host}\" 加入 config.toml 的 fetch.private_hosts / {host} leads to {address}, inside the private network, and was not fetched; to read pages from there add \"{host}\" to fetch.private_hosts in config.toml"
    )]
    Private {
        /// As the URL has it.
        host: String,
        /// What it leads to.
        address: IpAddr,
    },
    /// No such name.
    #[error("找不到 {host}，请检查网址和网络 / {host} was not found; check the URL and the network")]
    NoHost {
        /// As the URL has it.
        host: String,
    },
    /// The server has no page to give.
    #[error(
        "网站答复 {0}，没有给出网页，请在浏览器中打开网址核对 / the site answered {0} and gave no page; open the URL in a browser to check it"
    )]
    Status(u16),
    /// Sent on without end.
    #[error(
        "跳转超过 {MAX_REDIRECTS} 次，已停止 / it redirects more than {MAX_REDIRECTS} times, so it was given up"
    )]
    Redirects,
    /// It took too long.
    #[error(
        "{0} 秒内没有传完，已停止；网速慢时请调大 config.toml 中的 fetch.seconds / it did not arrive within {0} seconds, so it was given up; on a slow line raise fetch.seconds in config.toml"
    )]
    TooSlow(u64),
    /// More than a document may have.
    #[error(
        "网页超过 {} MB 的上限，已停止 / it has more than the limit of {} MB, so it was given up",
        MAX_BYTES >> 20,
        MAX_BYTES >> 20
    )]
    TooLarge,
    /// Anything else.
    #[error(
        "无法抓取（{0}），请检查网址和网络后重试 / it cannot be fetched ({0}); check the URL and the network, and try again"
    )]
    Failed(String),
}

/// True for what is a URL rather than a path.
pub fn is_url(name: &str) -> bool {
    name.split_once("://").is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// The URL that somebody means by `name`: itself, or with the `https://` that browsers add to `www.gov.cn/a.html`.
pub fn address(name: &str) -> Option<String> {
    if is_url(name) {
        return Some(name.to_owned());
    }
    let host = name.split(['/', ':', '?', '#']).next().unwrap_or(name).to_ascii_lowercase();
    let is_host = host
        .split('.')
        .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    let ends = [".cn", ".com", ".org", ".net"].iter().any(|end| host.ends_with(end));
    (is_host && (ends || host.starts_with("www."))).then(|| format!("https://{name}"))
}

impl Fetcher {
    /// Fetches within `time`, from private networks only what stands on one of `private_hosts`.
    pub fn new(time: Duration, private_hosts: &[String]) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            // A proxy would look names up itself, and what it may reach is not ours to check.
            .proxy(None)
            .user_agent(concat!("policy-metrics/", env!("CARGO_PKG_VERSION")))
            .build();
        let guard = Guard { private_hosts: private_hosts.to_vec() };
        let agent = Agent::with_parts(config, DefaultConnector::new(), guard);
        Self { agent, time }
    }

    /// What stands behind a URL, wherever it redirects to.
    pub fn fetch(&self, url: &str) -> Result<Fetched, FetchError> {
        let until = Instant::now() + self.time;
        let mut url = Url::parse(url).map_err(|_| FetchError::BadUrl)?;
        for _ in 0..=MAX_REDIRECTS {
            check(&url)?;
            let response = self.get(&url, until)?;
            let status = response.status();
            let target = response.headers().get(header::LOCATION);
            if let Some(target) = target.filter(|_| status.is_redirection()) {
                url =
                    url.join(&String::from_utf8_lossy(target.as_bytes())).map_err(|_| FetchError::BadUrl)?;
                continue;
            }
            if !status.is_success() {
                return Err(FetchError::Status(status.as_u16()));
            }
            return self.receive(response, url);
        }
        Err(FetchError::Redirects)
    }

    fn get(&self, url: &Url, until: Instant) -> Result<Response<Body>, FetchError> {
        let left = until.saturating_duration_since(Instant::now());
        let call = self.agent.get(url.as_str()).config().timeout_global(Some(left)).build().call();
        call.map_err(|error| self.explain(error, url))
    }

    fn receive(&self, response: Response<Body>, url: Url) -> Result<Fetched, FetchError> {
        let content_type = response.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok()).map(str::to_owned);
        let mut bytes = Vec::new();
        let body = response.into_body().into_reader().take(MAX_BYTES as u64 + 1);
        { body }.read_to_end(&mut bytes).map_err(|error| self.explain(error.into(), &url))?;
        if bytes.len() > MAX_BYTES {
            return Err(FetchError::TooLarge);
        }
        Ok(Fetched { bytes, url: url.into(), content_type })
    }

    fn explain(&self, error: ureq::Error, url: &Url) -> FetchError {
        let host = || url.host_str().unwrap_or_default().to_owned();
        match error {
            ureq::Error::Timeout(_) => FetchError::TooSlow(self.time.as_secs()),
            ureq::Error::HostNotFound => FetchError::NoHost { host: host() },
            ureq::Error::Other(refused) if refused.is::<Refused>() => {
                let Refused(address) = *refused.downcast().expect("it is what it was asked for");
                FetchError::Private { host: host(), address }
            }
            // A timeout while the body is read comes within an error of reading.
            ureq::Error::Io(error) => match error.downcast::<ureq::Error>() {
                Ok(inner) => self.explain(inner, url),
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    FetchError::TooSlow(self.time.as_secs())
                }
                Err(error) => FetchError::Failed(error.to_string()),
            },
            error => FetchError::Failed(error.to_string()),
        }
    }
}

fn check(url: &Url) -> Result<(), FetchError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(FetchError::Scheme(url.scheme().to_owned()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FetchError::Password);
    }
    Ok(())
}

/// Looks names up for every connection, and hands on only addresses that may be connected to: the
/// address that was checked is the one that is used. The stable part of ureq takes no resolver, and a name that is
/// looked up and checked before it is handed over may lead elsewhere when it is looked up again.
#[derive(Debug)]
struct Guard {
    /// Names whose addresses need not be public.
    private_hosts: Vec<String>,
}

/// An address that may not be connected to.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Refused(IpAddr);

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found =
            DefaultResolver::default().resolve(uri, config, timeout).map_err(|error| match error {
                ureq::Error::Io(_) => ureq::Error::HostNotFound,
                error => error,
            })?;
        let is_allowed = self.private_hosts.iter().any(|host| uri.host() == Some(host));
        match found.iter().map(std::net::SocketAddr::ip).find(|ip| !is_public(*ip)) {
            Some(ip) if !is_allowed => Err(ureq::Error::Other(Box::new(Refused(ip)))),
            _ => Ok(found),
        }
    }
}

/// True for addresses of the open internet. Of IPv6 these are the ones assigned so far, without those
/// that hold an IPv4 address (6to4, Teredo; mapped and translated ones stand outside) or are examples.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocols = (a, b, c) == (192, 0, 0);
    let relay = (a, b, c) == (192, 88, 99);
    let benchmark = a == 198 && matches!(b, 18 | 19);
    // From 224 on: multicast, reserved, broadcast.
    !(a == 0 || a >= 224 || shared || protocols || relay || benchmark)
        && !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_documentation())
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let protocols = a == 0x2001 && b < 0x200;
    let examples = (a == 0x2001 && b == 0xDB8) || (a == 0x3FFF && b < 0x1000);
    a & 0xE000 == 0x2000 && a != 0x2002 && !protocols && !examples
}

#[cfg(test)]
mod tests {
    use super::{FetchError, Fetcher, address, is_public, is_url};
    use rstest::rstest;
    use std::time::Duration;

    #[rstest]
    #[case("1.1.1.1", true)]
    #[case("100.63.0.1", true)]
    #[case("2606:4700:4700::1111", true)]
    #[case("2001:250::1", true)]
    #[case("0.0.0.0", false)]
    #[case("10.1.2.3", false)]
    #[case("100.64.0.1", false)]
    #[case("127.8.8.8", false)]
    #[case("169.254.169.254", false)]
    #[case("172.31.0.1", false)]
    #[case("192.168.1.1", false)]
    #[case("198.19.0.1", false)]
    #[case("224.0.0.1", false)]
    #[case("255.255.255.255", false)]
    #[case("::", false)]
    #[case("::1", false)]
    #[case("::127.0.0.1", false)]
    #[case("::ffff:127.0.0.1", false)]
    #[case("::ffff:1.1.1.1", false)]
    #[case("64:ff9b::7f00:1", false)]
    #[case("64:ff9b:1::1", false)]
    #[case("2002:7f00:1::", false)]
    #[case("2001::1", false)]
    #[case("2001:db8::1", false)]
    #[case("fc00::1", false)]
    #[case("fe80::1", false)]
    #[case("ff02::1", false)]
    fn only_addresses_of_the_open_internet_are_public(#[case] ip: &str, #[case] public: bool) {
        assert_eq!(is_public(ip.parse().unwrap()), public);
    }

    #[rstest]
    #[case("http://127.0.0.1/")]
    #[case("http://[::1]:8080/")]
    #[case("http://[::ffff:127.0.0.1]/")]
    #[case("http://[::127.0.0.1]/")]
    #[case("http://[64:ff9b::7f00:1]/")]
    #[case("http://2130706433/")]
    #[case("http://0x7f.1/")]
    #[case("http://0177.0.0.1/")]
    #[case("http://127.1/")]
    #[case("http://0/")]
    #[case("https://localhost:1/")]
    #[case("http://169.254.169.254/latest/meta-data/")]
    #[case("http://100.100.100.200/")]
    fn nothing_inside_is_fetched(#[case] url: &str) {
        let refused = Fetcher::new(Duration::from_secs(5), &[]).fetch(url).unwrap_err();
        assert!(matches!(refused, FetchError::Private { .. }), "{url}: {refused}");
        assert!(refused.to_string().contains("fetch.private_hosts"));
    }

    #[rstest]
    #[case("ftp://example.org/a.txt", "ftp")]
    #[case("file:///etc/passwd", "file")]
    #[case("http://me:secret@example.org/", "password")]
    #[case("https://", "no URL")]
    fn a_wrong_url_is_told_what_is_wrong(#[case] url: &str, #[case] said: &str) {
        let refused = Fetcher::new(Duration::from_secs(5), &[]).fetch(url).unwrap_err().to_string();
        assert!(refused.contains(said) && !refused.contains("secret"), "{refused}");
    }

    #[rstest]
    #[case("https://example.org/a.html", Some("https://example.org/a.html"))]
    #[case("www.yunzhou.example", Some("https://www.yunzhou.example"))]
    #[case("yunzhou.gov.cn/zw/a.html?id=3", Some("https://yunzhou.gov.cn/zw/a.html?id=3"))]
    #[case("实录/a.txt", None)]
    #[case("报告.docx", None)]
    #[case("in/yunzhou.gov.cn.txt", None)]
    #[case("..cn", None)]
    fn an_address_is_told_from_a_path(#[case] name: &str, #[case] expected: Option<&str>) {
        assert_eq!(address(name).as_deref(), expected);
    }

    #[test]
    fn a_path_is_no_url() {
        assert!(is_url("https://a") && is_url("ftp://a"));
        assert!(!is_url("a/b.txt") && !is_url(r"C:\a.txt") && !is_url("实录://a") && !is_url("c://a"));
    }
}
