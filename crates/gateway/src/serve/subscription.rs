//! Messages of an MQTT broker: micro-stations publish HJ 212 text; a message is acknowledged to the broker
//! once what it holds is durable. Nothing is published: a station learns from its broker that it was heard.

use std::sync::Arc;
use std::time::Duration;

use rumqttc::{AsyncClient, Event, MqttOptions, Packet, Publish, QoS, TlsConfiguration, Transport};
use tokio::sync::watch;
use tokio::time::sleep;

use super::ServeError;
use super::reception::{Reception, stopped};
use super::session::{More, Session};
use super::settings::Subscription;
use super::tls;

/// Messages that may be on their way at once.
const IN_FLIGHT: u16 = 64;
/// The largest message.
const LARGEST: usize = 256 * 1024;
/// So long a broker is given to show that it is there.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// How a broker is reached.
pub(super) fn options(subscription: &Subscription) -> Result<MqttOptions, ServeError> {
    let mut options = MqttOptions::new(
        subscription.client.clone(),
        subscription.host.clone(),
        subscription.port,
    );
    options
        .set_keep_alive(KEEP_ALIVE)
        .set_clean_session(false)
        .set_manual_acks(true)
        .set_inflight(IN_FLIGHT)
        .set_max_packet_size(LARGEST, LARGEST);
    if let Some(user) = &subscription.user {
        options.set_credentials(user.clone(), password(subscription)?);
    }
    if let Some(path) = &subscription.authorities {
        let trust = tls::trusting(path).map_err(|source| ServeError::Tls { source })?;
        let trust = TlsConfiguration::Rustls(Arc::new(trust));
        options.set_transport(Transport::tls_with_config(trust));
    }
    Ok(options)
}

fn password(subscription: &Subscription) -> Result<String, ServeError> {
    let Some(path) = &subscription.password_file else {
        return Ok(String::new());
    };
    std::fs::read_to_string(path)
        .map(|text| text.trim_end().to_owned())
        .map_err(|source| ServeError::Password {
            path: path.clone(),
            source,
        })
}

/// Reads messages until the gateway stops; a broker that is away is tried again.
pub(super) async fn subscribe(
    options: MqttOptions,
    topic: String,
    reception: Arc<Reception>,
    mut stop: watch::Receiver<bool>,
) {
    let broker = options.broker_address();
    let (client, mut events) = AsyncClient::new(options, IN_FLIGHT.into());
    let mut failures = 0;
    loop {
        let event = tokio::select! {
            biased;
            () = stopped(&mut stop) => break,
            event = events.poll() => event,
        };
        match event {
            Ok(Event::Incoming(Packet::ConnAck(_))) => {
                failures = 0;
                if let Err(error) = client.try_subscribe(topic.clone(), QoS::AtLeastOnce) {
                    tracing::error!(%error, "the topic could not be asked for");
                }
            }
            Ok(Event::Incoming(Packet::Publish(message))) => {
                if take(&message, &broker, &reception, &mut stop).await
                    && let Err(error) = client.try_ack(&message)
                {
                    tracing::warn!(%error, "a message could not be acknowledged; it will come again");
                }
            }
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, host = broker.0, "the broker is away");
                reception.metrics().refused("broker");
                let pause = reception.settings().limits.backoff(failures);
                failures += 1;
                tokio::select! {
                    () = sleep(pause) => {}
                    () = stopped(&mut stop) => break,
                }
            }
        }
    }
    let _ = client.try_disconnect();
    let _ = tokio::time::timeout(Duration::from_secs(1), events.poll()).await;
}

/// Keeps the frames of one message; whether they are durable.
async fn take(
    message: &Publish,
    broker: &(String, u16),
    reception: &Arc<Reception>,
    stop: &mut watch::Receiver<bool>,
) -> bool {
    let peer = format!("{}:{}/{}", broker.0, broker.1, message.topic);
    let mut session = Session::of_message(Arc::clone(reception), peer);
    session.hear(&message.payload);
    let batch = session.judge(More::Ended);
    session.keep(batch, stop).await.is_some()
}
