//! A gateway that runs: listeners, subscription, status address, and the order in which they stop.
//!
//! A frame is answered when it is durable in the inbox, never before. The gateway reads no meaning into
//! values, and writes neither the archive nor the lake.

mod settings;
mod bucket;
mod admission;
mod presence;
mod reception;
mod tls;
mod listen;
mod connection;
mod session;
mod monitor;
mod vehicle;
mod subscription;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::device::{Device, Devices};
use crate::dialogue::{self, Control};
use crate::inbox::Inbox;
use crate::status;

pub use settings::{Certificate, Limits, Listener, Settings, Speech, Status, Subscription};
pub use tls::TlsError;

pub(crate) use reception::{Reception, stopped};

/// Keeps the register of secrets when a device has taken another password.
pub type KeepPassword = Box<dyn Fn(&Device) -> std::io::Result<()> + Send + Sync>;

/// A gateway that runs; dropping it ends it at once, `stop` lets it finish.
#[must_use = "a gateway that is dropped ends"]
pub struct Gateway {
    addresses: Vec<SocketAddr>,
    status: Option<SocketAddr>,
    reception: Arc<Reception>,
    control: Control,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// Why a gateway could not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// An address is taken or not of this machine.
    #[error("cannot listen on {address}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What was wrong.
        #[source]
        source: std::io::Error,
    },
    /// A listener wants TLS and no certificate is set.
    #[error("the listener on {address} uses TLS, but no certificate is set")]
    NoCertificate {
        /// The address.
        address: SocketAddr,
    },
    /// TLS could not be set up.
    #[error("TLS cannot be used")]
    Tls {
        /// What was wrong.
        #[source]
        source: TlsError,
    },
    /// The password of the broker's user cannot be read.
    #[error("the broker's password cannot be read from {}", path.display())]
    Password {
        /// The file.
        path: PathBuf,
        /// What was wrong.
        #[source]
        source: std::io::Error,
    },
    /// The token of control cannot be written.
    #[error("the token of control cannot be written to {}", path.display())]
    Token {
        /// The file.
        path: PathBuf,
        /// What was wrong.
        #[source]
        source: std::io::Error,
    },
    /// The kind of link is not one of the table.
    #[error("{link:?} is no kind of link: wireless or adsl is expected")]
    Link {
        /// What was set.
        link: String,
    },
    /// A device names a profile that does not exist.
    #[error("device {device} has the unknown profile {profile:?}")]
    Profile {
        /// MN or VIN.
        device: String,
        /// The profile.
        profile: String,
    },
}

/// Starts a gateway; when this returns, its addresses are open.
pub async fn serve(
    settings: Settings,
    devices: Devices,
    inbox: Inbox,
    keep_password: KeepPassword,
) -> Result<Gateway, ServeError> {
    check(&settings, &devices)?;
    let acceptor = settings.tls.as_ref().map(tls::acceptor).transpose();
    let acceptor = acceptor.map_err(|source| ServeError::Tls { source })?;
    let subscription = settings.subscription.clone();
    let subscription = subscription
        .map(|of| Ok((subscription::options(&of)?, of.topic)))
        .transpose()?;
    let (stop, stopped) = watch::channel(false);
    let (reception, arrivals) = Reception::new(settings, devices, inbox);
    let reception = Arc::new(reception);
    let control = Control::new(Arc::clone(&reception), keep_password);
    let mut gateway = Gateway {
        addresses: Vec::new(),
        status: None,
        reception: Arc::clone(&reception),
        control: control.clone(),
        stop,
        tasks: Vec::new(),
    };
    let starting = dialogue::greet(control.clone(), arrivals, stopped.clone());
    gateway.tasks.push(tokio::spawn(starting));
    let status = reception.settings().status.clone();
    if let Some(status) = status {
        let opened = status::open(&status, control, Arc::clone(&reception), stopped.clone());
        let (address, task) = opened.await?;
        gateway.status = Some(address);
        gateway.tasks.push(task);
    }
    gateway.open_listeners(acceptor, &stopped).await?;
    if let Some((options, topic)) = subscription {
        let task = subscription::subscribe(options, topic, reception, stopped);
        gateway.tasks.push(tokio::spawn(task));
    }
    Ok(gateway)
}

impl Gateway {
    /// The addresses of the listeners, in the order of the settings.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// The address of metrics, health and control.
    pub fn status(&self) -> Option<SocketAddr> {
        self.status
    }

    /// The way to ask devices.
    pub fn control(&self) -> Control {
        self.control.clone()
    }

    /// Puts another register of devices in place of the one that is there; open connections follow it.
    pub fn admit(&self, devices: Devices) -> Result<(), ServeError> {
        check_profiles(&devices)?;
        self.reception.admit(devices);
        Ok(())
    }

    /// How many connections are open.
    pub fn connections(&self) -> usize {
        self.reception.admission().open()
    }

    /// Stops accepting, lets open connections answer what they have read, and closes them.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a part of the gateway ended in a panic");
            }
        }
    }

    async fn open_listeners(
        &mut self,
        acceptor: Option<TlsAcceptor>,
        stopped: &watch::Receiver<bool>,
    ) -> Result<(), ServeError> {
        for listener in &self.reception.settings().listeners {
            let address = listener.address;
            let fail = |source| ServeError::Bind { address, source };
            let bound = TcpListener::bind(address).await.map_err(fail)?;
            self.addresses.push(bound.local_addr().map_err(fail)?);
            let tls = acceptor.clone().filter(|_| listener.tls);
            let reception = Arc::clone(&self.reception);
            let task = listen::listen(bound, listener.speech, tls, reception, stopped.clone());
            self.tasks.push(tokio::spawn(task));
        }
        Ok(())
    }
}

fn check(settings: &Settings, devices: &Devices) -> Result<(), ServeError> {
    if !settings.dialogue.is_known() {
        let link = settings.dialogue.link.clone();
        return Err(ServeError::Link { link });
    }
    if settings.tls.is_none()
        && let Some(listener) = settings.listeners.iter().find(|listener| listener.tls)
    {
        let address = listener.address;
        return Err(ServeError::NoCertificate { address });
    }
    check_profiles(devices)
}

fn check_profiles(devices: &Devices) -> Result<(), ServeError> {
    let unknown = devices
        .iter()
        .find(|device| wire::hj212::Profile::named(&device.profile).is_none());
    unknown.map_or(Ok(()), |device| {
        Err(ServeError::Profile {
            device: device.id.clone(),
            profile: device.profile.clone(),
        })
    })
}
