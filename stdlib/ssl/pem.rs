//! PEM: named sections of base64 in a text. Lenient about what stands between them, as OpenSSL is.

/// One section.
pub(super) struct Section {
    pub(super) label: String,
    pub(super) der: Vec<u8>,
    /// It begins with header lines, which only the old way to encrypt has.
    pub(super) has_headers: bool,
}

/// Why a text cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PemError {
    BadBase64,
    /// A section has no end.
    BadEndLine,
}

fn sextet(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

fn decode(lines: &[&str]) -> Option<Vec<u8>> {
    let (mut out, mut bits, mut held, mut padding) = (Vec::new(), 0_u32, 0, 0);
    for byte in lines.iter().flat_map(|line| line.bytes()).filter(|b| !b.is_ascii_whitespace()) {
        if byte == b'=' {
            padding += 1;
            continue;
        }
        if padding > 0 {
            return None;
        }
        bits = bits << 6 | sextet(byte)?;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    let whole = matches!((held, padding), (0, 0) | (4, 2) | (2, 1));
    (whole && bits == 0).then_some(out)
}

/// The sections of a text, in order.
pub(super) fn sections(text: &[u8]) -> Result<Vec<Section>, PemError> {
    let text = String::from_utf8_lossy(text);
    let mut found = Vec::new();
    let mut lines = text.lines().map(str::trim_end);
    while let Some(line) = lines.next() {
        let label = line.strip_prefix("-----BEGIN ").and_then(|rest| rest.strip_suffix("-----"));
        let Some(label) = label else { continue };
        let end = format!("-----END {label}-----");
        let mut body = Vec::new();
        loop {
            match lines.next() {
                None => return Err(PemError::BadEndLine),
                Some(line) if line == end => break,
                Some(line) if line.starts_with("-----") => return Err(PemError::BadEndLine),
                Some(line) => body.push(line),
            }
        }
        let has_headers = body.first().is_some_and(|line| line.contains(':'));
        if has_headers {
            let blank = body.iter().position(|line| line.is_empty()).unwrap_or(body.len());
            body.drain(..blank);
        }
        let der = decode(&body).ok_or(PemError::BadBase64)?;
        found.push(Section { label: label.to_owned(), der, has_headers });
    }
    Ok(found)
}

/// Whether a label means a certificate.
pub(super) fn is_certificate(label: &str) -> bool {
    matches!(label, "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE")
}

/// A certificate as PEM, in lines of 64 letters.
pub(super) fn encode_certificate(der: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = "-----BEGIN CERTIFICATE-----\n".to_owned();
    for line in der.chunks(48) {
        for group in line.chunks(3) {
            let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or_default());
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            for at in 0..4 {
                let letter = LETTERS.get((bits >> (18 - 6 * at)) as usize & 63);
                out.push(if at > group.len() { '=' } else { char::from(*letter.unwrap_or(&b'=')) });
            }
        }
        out.push('\n');
    }
    out + "-----END CERTIFICATE-----\n"
}
