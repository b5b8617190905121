//! How this machine stands with a server on another one, as a machine of states: no socket, no clock, no file in here.

use std::net::SocketAddr;

use wire::pairing::CODE_DIGITS;

use super::certificate::Certificate;

/// A server that answers at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// As it is shown, and as it was typed where somebody typed it.
    pub address: String,
    pub at: SocketAddr,
    /// What it shows; proved to be its own, and nothing else is known of it.
    pub certificate: Certificate,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Nobody there, or nobody is looked for.
    #[default]
    Away,
    /// It does not know this machine: somebody has to type the code that it shows.
    Asks {
        server: Reached,
        why: Why,
    },
    /// The code is being proved.
    Proving {
        server: Reached,
    },
    Paired {
        server: Reached,
    },
    /// It shows another certificate than the one it was paired with: it is told nothing.
    Changed {
        address: String,
        paired: Certificate,
    },
    /// Somebody wanted it so, a moment ago.
    Forgotten {
        address: String,
    },
}

/// Why a code is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It was never paired with.
    New,
    /// What was typed is not six digits.
    NoCode,
    WrongCode,
    /// Nobody asked the server for one, or it is over, or was used.
    NotShown,
    TooOften,
    /// It proved that it knows the code, and this is not the server that shows it.
    NotProved,
    /// While the code was proved, another certificate was shown.
    Exchanged,
    /// It took this machine until now.
    Revoked,
    /// It was forgotten here.
    Forgotten,
    Other(String),
}

/// What somebody saw who looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    Nobody,
    Stranger(Reached),
    /// Paired with, and it opens.
    Open(Reached),
    /// Paired with, and it does not take this machine any more.
    Refused(Reached),
    /// Not the one this machine was paired with.
    Another {
        address: String,
        paired: Certificate,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Saw(Sight),
    /// Somebody typed it.
    Code(String),
    /// Both sides have proved that they know the code, and what lets this machine in is kept.
    Proved,
    Failed(Why),
    /// What was kept of it is gone.
    Forgot {
        address: String,
    },
}

/// What is to be done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Do {
    Prove {
        server: Reached,
        code: String,
    },
    /// Now, not when it is due.
    Look,
}

impl Stage {
    /// The stage after this event.
    #[must_use]
    pub fn after(self, event: Event) -> (Stage, Option<Do>) {
        match event {
            Event::Saw(sight) => (self.saw(sight), None),
            Event::Code(code) => self.typed(&code),
            Event::Forgot { address } => (Stage::Forgotten { address }, Some(Do::Look)),
            Event::Proved => self.proved(),
            Event::Failed(why) => (self.failed(why), None),
        }
    }

    fn saw(self, sight: Sight) -> Stage {
        match (self, sight) {
            // Its own answer is on the way.
            (Stage::Proving { server }, _) => Stage::Proving { server },
            (_, Sight::Open(server)) => Stage::Paired { server },
            (_, Sight::Another { address, paired }) => Stage::Changed { address, paired },
            (before, Sight::Refused(server)) => {
                Stage::Asks { why: before.why(&server, Why::Revoked), server }
            }
            (before, Sight::Stranger(server)) => Stage::Asks { why: before.why(&server, Why::New), server },
            // It was there a moment ago; what somebody is typing is not taken away.
            (Stage::Asks { server, why }, Sight::Nobody) => Stage::Asks { server, why },
            (Stage::Forgotten { address }, Sight::Nobody) => Stage::Forgotten { address },
            (Stage::Away | Stage::Paired { .. } | Stage::Changed { .. }, Sight::Nobody) => Stage::Away,
        }
    }

    /// What was said of this server stays until something else is to be said.
    fn why(self, server: &Reached, new: Why) -> Why {
        match self {
            Stage::Asks { server: before, why } if before.certificate == server.certificate => why,
            Stage::Forgotten { address } if address == server.address => Why::Forgotten,
            Stage::Away
            | Stage::Asks { .. }
            | Stage::Proving { .. }
            | Stage::Paired { .. }
            | Stage::Changed { .. }
            | Stage::Forgotten { .. } => new,
        }
    }

    fn typed(self, typed: &str) -> (Stage, Option<Do>) {
        let Stage::Asks { server, .. } = self else { return (self, None) };
        // As it may be read out, or copied.
        let code: String = typed.chars().filter(|char| !char.is_whitespace() && *char != '-').collect();
        if code.len() != CODE_DIGITS || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return (Stage::Asks { server, why: Why::NoCode }, None);
        }
        (Stage::Proving { server: server.clone() }, Some(Do::Prove { server, code }))
    }

    fn proved(self) -> (Stage, Option<Do>) {
        match self {
            Stage::Proving { server } => (Stage::Paired { server }, Some(Do::Look)),
            other => (other, None),
        }
    }

    fn failed(self, why: Why) -> Stage {
        match self {
            Stage::Proving { server } => Stage::Asks { server, why },
            other => other,
        }
    }
}

impl Why {
    /// What to do about it, for whoever sits at the window.
    pub fn said(&self) -> String {
        match self {
            Why::New => "Type the code that the other machine shows after: ai-band pair".to_owned(),
            Why::NoCode => format!("A code has {CODE_DIGITS} digits. The other machine shows one after: ai-band pair"),
            Why::WrongCode => "That is another code. Look again; there are five tries".to_owned(),
            Why::NotShown => {
                "No code is good there now: one lasts two minutes and lets one machine in. Ask for another on the \
                 other machine: ai-band pair"
                    .to_owned()
            }
            Why::TooOften => "Too many tries at once. Wait a little, then type the code again".to_owned(),
            Why::NotProved => {
                "Whoever answers does not know the code: it is not the server that shows it. Look at the address"
                    .to_owned()
            }
            Why::Exchanged => {
                "Somebody else answered while the code was proved, and was told nothing. Look at the address".to_owned()
            }
            Why::Revoked => {
                "This machine is not let in any more, or the two clocks are more than a minute apart. To come back, \
                 type the code that the other machine shows after: ai-band pair"
                    .to_owned()
            }
            Why::Forgotten => {
                "Forgotten here. To come back, type the code that the other machine shows after: ai-band pair".to_owned()
            }
            Why::Other(said) => said.clone(),
        }
    }

    /// Something went wrong, other than that nobody has typed anything yet.
    pub fn is_fault(&self) -> bool {
        match self {
            Why::New | Why::Forgotten => false,
            Why::NoCode
            | Why::WrongCode
            | Why::NotShown
            | Why::TooOften
            | Why::NotProved
            | Why::Exchanged
            | Why::Revoked
            | Why::Other(_) => true,
        }
    }
}
