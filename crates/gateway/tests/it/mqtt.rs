//! A micro-station's messages, from a broker that speaks just enough MQTT 3.1.1 (OASIS, §3) for one subscriber.

use gateway::Channel;
use gateway::serve::Subscription;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::stand::{MN, PATIENCE, devices, minute, stand_with, standing};

/// First bytes of the packets, without flags.
const CONNECT: u8 = 0x10;
const PUBACK: u8 = 0x40;
const SUBSCRIBE: u8 = 0x80;

/// One packet: its kind and what follows its length (lengths below 128 alone come from the subscriber).
async fn packet(stream: &mut TcpStream) -> (u8, Vec<u8>) {
    let reading = async {
        let kind = stream.read_u8().await.unwrap();
        let length = stream.read_u8().await.unwrap();
        let mut rest = vec![0; length.into()];
        stream.read_exact(&mut rest).await.unwrap();
        (kind & 0xF0, rest)
    };
    timeout(PATIENCE, reading).await.unwrap()
}

async fn publish(stream: &mut TcpStream, id: u8, payload: &[u8]) {
    let topic = b"station/1";
    let length = 2 + topic.len() + 2 + payload.len();
    let byte = |number: usize| u8::try_from(number).unwrap();
    let mut packet = vec![0x32, byte(length % 128 + 128), byte(length / 128)];
    packet.extend([0, byte(topic.len())]);
    packet.extend(topic);
    packet.extend([0, id]);
    packet.extend(payload);
    stream.write_all(&packet).await.unwrap();
}

#[tokio::test]
async fn a_message_is_acknowledged_to_the_broker_when_its_frames_are_durable() {
    let broker = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = broker.local_addr().unwrap().port();
    let stand = stand_with(&[], devices(), |settings| {
        settings.subscription = Some(Subscription {
            host: "127.0.0.1".to_owned(),
            port,
            topic: "station/#".to_owned(),
            client: "lantian".to_owned(),
            user: None,
            password_file: None,
            authorities: None,
        });
    })
    .await;
    let (mut stream, _) = timeout(PATIENCE, broker.accept()).await.unwrap().unwrap();
    assert_eq!(packet(&mut stream).await.0, CONNECT);
    stream.write_all(&[0x20, 2, 0, 0]).await.unwrap();
    let (kind, subscribe) = packet(&mut stream).await;
    assert_eq!(kind, SUBSCRIBE);
    assert!(subscribe.windows(9).any(|bytes| bytes == b"station/#"));
    stream
        .write_all(&[0x90, 3, subscribe[0], subscribe[1], 1])
        .await
        .unwrap();
    let mut message = minute("20160801085857223", MN, "123456", "1.0");
    message.extend(minute("20160801085857224", "STRANGER", "123456", "2.0"));
    message.truncate(message.len() - 2);
    publish(&mut stream, 7, &message).await;
    assert_eq!(packet(&mut stream).await, (PUBACK, vec![0, 7]));
    let entries = stand.entries(2).await;
    assert_eq!(standing(&entries[0]), "accepted");
    assert_eq!(standing(&entries[1]), "unknown_device");
    assert_eq!(entries[0].entry.channel, Channel::Mqtt);
    assert!(
        entries[0].entry.peer.ends_with("/station/1"),
        "{}",
        entries[0].entry.peer
    );
    stand.gateway.stop().await;
}
