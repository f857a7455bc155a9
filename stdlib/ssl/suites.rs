//! Cipher suites: what rustls has, under the names that OpenSSL gives them, and the language of
//! `set_ciphers`.

use rustls::crypto::ring::ALL_CIPHER_SUITES;
use rustls::{CipherSuite, SupportedCipherSuite};

/// A row of the table.
pub(super) struct Suite {
    pub(super) suite: CipherSuite,
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    pub(super) bits: i64,
    exchange: &'static str,
    authentication: &'static str,
    encryption: &'static str,
    symmetric: &'static str,
}

macro_rules! suites {
    ($($suite:ident $name:literal $version:literal $bits:literal $exchange:literal $auth:literal $enc:literal $sym:literal;)*) => {
        /// In the order of preference that OpenSSL has.
        pub(super) static SUITES: &[Suite] = &[$(Suite {
            suite: CipherSuite::$suite,
            name: $name,
            version: $version,
            bits: $bits,
            exchange: $exchange,
            authentication: $auth,
            encryption: $enc,
            symmetric: $sym,
        }),*];
    };
}

suites! {
    TLS13_AES_256_GCM_SHA384 "TLS_AES_256_GCM_SHA384" "TLSv1.3" 256 "any" "any" "AESGCM(256)" "aes-256-gcm";
    TLS13_CHACHA20_POLY1305_SHA256 "TLS_CHACHA20_POLY1305_SHA256" "TLSv1.3" 256 "any" "any" "CHACHA20/POLY1305(256)" "chacha20-poly1305";
    TLS13_AES_128_GCM_SHA256 "TLS_AES_128_GCM_SHA256" "TLSv1.3" 128 "any" "any" "AESGCM(128)" "aes-128-gcm";
    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 "ECDHE-ECDSA-AES256-GCM-SHA384" "TLSv1.2" 256 "ECDH" "ECDSA" "AESGCM(256)" "aes-256-gcm";
    TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 "ECDHE-RSA-AES256-GCM-SHA384" "TLSv1.2" 256 "ECDH" "RSA" "AESGCM(256)" "aes-256-gcm";
    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 "ECDHE-ECDSA-AES128-GCM-SHA256" "TLSv1.2" 128 "ECDH" "ECDSA" "AESGCM(128)" "aes-128-gcm";
    TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 "ECDHE-RSA-AES128-GCM-SHA256" "TLSv1.2" 128 "ECDH" "RSA" "AESGCM(128)" "aes-128-gcm";
    TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 "ECDHE-ECDSA-CHACHA20-POLY1305" "TLSv1.2" 256 "ECDH" "ECDSA" "CHACHA20/POLY1305(256)" "chacha20-poly1305";
    TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 "ECDHE-RSA-CHACHA20-POLY1305" "TLSv1.2" 256 "ECDH" "RSA" "CHACHA20/POLY1305(256)" "chacha20-poly1305";
}

/// The suites of TLS 1.3 come first; `set_ciphers` leaves them alone.
const ALWAYS: usize = 3;

impl Suite {
    /// OpenSSL's number.
    pub(super) fn id(&self) -> i64 {
        0x0300_0000 | i64::from(u16::from(self.suite))
    }

    pub(super) fn exchange_name(&self) -> String {
        let kind = if self.exchange == "ECDH" { "ecdhe" } else { self.exchange };
        format!("kx-{kind}")
    }

    pub(super) fn authentication_name(&self) -> String {
        format!("auth-{}", self.authentication.to_ascii_lowercase())
    }

    pub(super) fn symmetric(&self) -> &'static str {
        self.symmetric
    }

    /// The line of `openssl ciphers -v`.
    pub(super) fn description(&self) -> String {
        format!(
            "{:<30} {:<7} Kx={:<8} Au={:<5} Enc={:<22} Mac=AEAD",
            self.name, self.version, self.exchange, self.authentication, self.encryption
        )
    }

    /// Whether a word of a rule means it.
    fn is_meant(&self, word: &str) -> bool {
        match word {
            "ALL" | "DEFAULT" | "COMPLEMENTOFDEFAULT" | "HIGH" | "TLSv1.2" | "FIPS" => true,
            "ECDH" | "ECDHE" | "kECDHE" | "kEECDH" | "EECDH" => true,
            "AESGCM" | "AES" => self.encryption.starts_with("AES"),
            "AES128" => self.encryption == "AESGCM(128)",
            "AES256" => self.encryption == "AESGCM(256)",
            "CHACHA20" => self.encryption.starts_with("CHACHA20"),
            "RSA" | "aRSA" => self.authentication == "RSA",
            "ECDSA" | "aECDSA" => self.authentication == "ECDSA",
            "SHA256" => self.name.ends_with("SHA256"),
            "SHA384" => self.name.ends_with("SHA384"),
            name => self.name == name,
        }
    }
}

/// The rows of the suites of a number each.
pub(super) fn row(suite: CipherSuite) -> Option<&'static Suite> {
    SUITES.iter().find(|row| row.suite == suite)
}

/// All of them, as a new context has them.
pub(super) fn all() -> Vec<&'static Suite> {
    SUITES.iter().collect()
}

/// What rustls knows them as.
pub(super) fn supported(rows: &[&'static Suite]) -> Vec<SupportedCipherSuite> {
    let found = |row: &&Suite| ALL_CIPHER_SUITES.iter().find(|s| s.suite() == row.suite).copied();
    rows.iter().filter_map(found).collect()
}

/// The suites that a list of rules chooses; `None` if there is none.
pub(super) fn chosen(rules: &str) -> Option<Vec<&'static Suite>> {
    let candidates = SUITES.get(ALWAYS..).unwrap_or_default();
    let mut active: Vec<&'static Suite> = Vec::new();
    let mut banned: Vec<&'static str> = Vec::new();
    for rule in rules.split([':', ' ', ',', ';']).filter(|rule| !rule.is_empty()) {
        // Strength and security level are the same for all that there are.
        if rule.starts_with('@') {
            continue;
        }
        let (sign, words) = match rule.split_at_checked(1) {
            Some((sign @ ("!" | "-" | "+"), words)) => (sign, words),
            _ => ("", rule),
        };
        let is_meant = |row: &Suite| words.split('+').all(|word| row.is_meant(word));
        match sign {
            "!" => {
                banned.extend(candidates.iter().filter(|row| is_meant(row)).map(|row| row.name));
                active.retain(|row| !is_meant(row));
            }
            "-" => active.retain(|row| !is_meant(row)),
            "+" => active.sort_by_key(|row| is_meant(row)),
            _ => {
                for row in candidates.iter().filter(|row| is_meant(row)) {
                    let known = active.iter().any(|a| a.name == row.name);
                    if !known && !banned.contains(&row.name) {
                        active.push(row);
                    }
                }
            }
        }
    }
    if active.is_empty() {
        return None;
    }
    let always = SUITES.get(..ALWAYS).unwrap_or_default();
    Some(always.iter().chain(active).collect())
}
