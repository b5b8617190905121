//! A number that says whether a file is as it was made, written into the file itself.

/// Fowler, Noll and Vo's: good against accidents, which is all a cache meets.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;
/// Stands before the number in the file's comment.
const BEFORE: &str = "Made by AI Band, checksum ";
const DIGITS: usize = 16;

const fn of(bytes: &[u8], basis: u64) -> u64 {
    let (mut sum, mut place) = (basis, 0);
    while place < bytes.len() {
        sum = (sum ^ bytes[place] as u64).wrapping_mul(PRIME);
        place += 1;
    }
    sum
}

pub(super) const fn of_all(files: &[&[u8]]) -> u64 {
    let (mut sum, mut place) = (BASIS, 0);
    while place < files.len() {
        sum = of(files[place], sum);
        place += 1;
    }
    sum
}

/// As it stands in the file, always as long.
pub(super) fn comment(sum: u64) -> String {
    format!("{BEFORE}{sum:016x}")
}

/// With its own number in the place of the one in its comment.
pub(super) fn signed(mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some(at) = digits(&bytes) {
        let sum = of_rest(&bytes, at);
        bytes[at..at + DIGITS].copy_from_slice(format!("{sum:016x}").as_bytes());
    }
    bytes
}

/// Whether a file says of itself what it is.
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    digits(bytes)
        .is_some_and(|at| bytes[at..at + DIGITS] == *format!("{:016x}", of_rest(bytes, at)).as_bytes())
}

fn of_rest(bytes: &[u8], at: usize) -> u64 {
    of(&bytes[at + DIGITS..], of(&bytes[..at], BASIS))
}

/// Where the number is; it is in the first lines of the file.
fn digits(bytes: &[u8]) -> Option<usize> {
    let head = &bytes[..bytes.len().min(512)];
    let at = head.windows(BEFORE.len()).position(|words| words == BEFORE.as_bytes())? + BEFORE.len();
    (at + DIGITS <= bytes.len()).then_some(at)
}
