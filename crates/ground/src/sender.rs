//! Senders: how word leaves the house. The console (for trying out) and SMTP now; others plug in here.

use crate::db::Fault;

/// A message on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// An e-mail address or a telephone number.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// How word leaves the house.
#[derive(Clone)]
pub enum Sender {
    /// Nowhere: notices are read on their page only.
    None,
    /// The program's own standard output.
    Console,
    /// Kept for a test to look at.
    Box(std::sync::Arc<std::sync::Mutex<Vec<Message>>>),
    /// A mail server; messages to telephone numbers go to the mail-to-SMS gateway, if there is one.
    #[cfg(feature = "smtp")]
    Smtp(std::sync::Arc<Smtp>),
}

/// A mail server.
#[cfg(feature = "smtp")]
pub struct Smtp {
    transport: lettre::AsyncSmtpTransport<lettre::Tokio1Executor>,
    from: lettre::message::Mailbox,
    /// The domain that turns `13800000000@domain` into a text message.
    gateway: Option<String>,
}

impl Sender {
    /// From `none`, `console`, or an address such as `smtp://user:pass@host:25` or `smtps://host`.
    pub fn open(address: &str, from: &str, gateway: Option<&str>) -> Result<Self, Fault> {
        match address {
            "none" => Ok(Self::None),
            "console" => Ok(Self::Console),
            address => open_smtp(address, from, gateway),
        }
    }

    /// Whether word to this address can leave the house.
    pub fn reaches(&self, to: &str) -> bool {
        match self {
            Self::None => false,
            Self::Console | Self::Box(_) => true,
            #[cfg(feature = "smtp")]
            Self::Smtp(smtp) => to.contains('@') || smtp.gateway.is_some(),
            #[cfg(not(feature = "smtp"))]
            #[expect(unreachable_patterns, reason = "`to` is looked at with the feature `smtp` only")]
            _ => to.contains('@'),
        }
    }

    /// Sends a message.
    pub async fn send(&self, message: Message) -> Result<(), Fault> {
        match self {
            Self::None => Ok(()),
            Self::Console => {
                use std::io::Write;
                let mut out = std::io::stdout().lock();
                Ok(writeln!(out, "\n── {} ── {}\n{}\n", message.to, message.subject, message.text)?)
            }
            Self::Box(kept) => {
                kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(message);
                Ok(())
            }
            #[cfg(feature = "smtp")]
            Self::Smtp(smtp) => smtp.send(message).await,
        }
    }
}

#[cfg(feature = "smtp")]
fn open_smtp(address: &str, from: &str, gateway: Option<&str>) -> Result<Sender, Fault> {
    let bad = |error: &dyn std::fmt::Display| Fault::broken("opening the mail server", error);
    let transport =
        lettre::AsyncSmtpTransport::<lettre::Tokio1Executor>::from_url(address).map_err(|error| bad(&error))?.build();
    let from = from.parse().map_err(|error| bad(&error))?;
    Ok(Sender::Smtp(std::sync::Arc::new(Smtp { transport, from, gateway: gateway.map(Into::into) })))
}

#[cfg(not(feature = "smtp"))]
fn open_smtp(_address: &str, _from: &str, _gateway: Option<&str>) -> Result<Sender, Fault> {
    Err(Fault::broken("opening the mail server", "this program was built without the feature `smtp`"))
}

#[cfg(feature = "smtp")]
impl Smtp {
    async fn send(&self, message: Message) -> Result<(), Fault> {
        use lettre::AsyncTransport;
        let to = match &self.gateway {
            _ if message.to.contains('@') => message.to.clone(),
            Some(gateway) => format!("{}@{gateway}", message.to),
            None => return Ok(()),
        };
        // The receiver's address stays out of the log: only the kind of failure is told.
        let bad = |doing: &'static str| move |_| Fault::broken("sending mail", doing);
        let to = to.parse().map_err(bad("the receiver's address is no address"))?;
        let mail =
            lettre::Message::builder().from(self.from.clone()).to(to).subject(message.subject).body(message.text);
        let mail = mail.map_err(|error| Fault::broken("writing mail", error))?;
        self.transport.send(mail).await.map(drop).map_err(|error| Fault::broken("sending mail", error))
    }
}
