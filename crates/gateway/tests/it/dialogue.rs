//! A device test by script, and requests to devices through HTTP.

use std::sync::{Arc, Mutex};

use gateway::dialogue::{End, Wish};
use gateway::serve::{Speech, serve};
use gateway::{ControlError, Outcome, Request, Standing};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::stand::{
    MN, PATIENCE, Stand, Wire, devices, frame, minute, stand, stand_with, standing,
};

const SCRIPT: &str = include_str!("dialogue.txt");

/// What plays the script: the device's end of the wire, and the person who asks.
struct Play<'a> {
    stand: &'a Stand,
    wire: Wire<TcpStream>,
    asked: Option<JoinHandle<Result<Outcome, ControlError>>>,
    qn: String,
}

impl Play<'_> {
    async fn line(&mut self, line: &str) {
        match line.split_at(1) {
            ("<", text) => {
                let bytes = whole(&text.trim().replace("{QN}", &self.qn));
                self.wire.send(&bytes).await;
            }
            (">", text) => {
                let heard = self.wire.line().await;
                if text.contains("CP=&&") && self.qn.is_empty() {
                    heard[9..26].clone_into(&mut self.qn);
                }
                let expected = whole(&text.trim().replace("{QN}", &self.qn));
                assert_eq!(heard, String::from_utf8_lossy(&expected), "at {line}");
            }
            ("!", text) => {
                let wish: Wish = serde_json::from_str(text).unwrap();
                let control = self.stand.gateway.control();
                let request = wish.request(&control.now());
                self.qn.clear();
                self.asked = Some(tokio::spawn(async move {
                    control.request(MN, &request, "张三", "device test").await
                }));
            }
            ("=", text) => {
                let asked = self.asked.take().expect("a request comes before its end");
                let outcome = timeout(PATIENCE, asked).await.unwrap().unwrap().unwrap();
                let (end, uploads) = text.trim().split_once(' ').unwrap_or((text.trim(), "0"));
                assert_eq!(outcome.end.id(), end);
                assert_eq!(outcome.uploaded.to_string(), uploads);
            }
            _ => {}
        }
    }
}

/// A line as bytes: a whole frame as printed, or a data segment with what belongs around it.
fn whole(text: &str) -> Vec<u8> {
    if text.starts_with("##") {
        format!("{text}\r\n").into_bytes()
    } else {
        frame(text)
    }
}

#[tokio::test]
async fn a_device_test_goes_as_recorded() {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let folder = tempfile::tempdir().unwrap();
    let inbox = crate::stand::inbox(&folder, 1 << 30).await;
    let settings = crate::stand::settings(&[Speech::Hj212], &folder);
    let keeping = Arc::clone(&kept);
    let keep = Box::new(move |device: &gateway::Device| {
        let word = device.password.as_ref().unwrap().reveal().to_owned();
        keeping.lock().unwrap().push(word);
        Ok(())
    });
    let gateway = serve(settings, devices(), inbox.clone(), keep)
        .await
        .unwrap();
    let stand = Stand {
        gateway,
        inbox,
        folder,
    };
    let mut play = Play {
        stand: &stand,
        wire: stand.connect().await,
        asked: None,
        qn: String::new(),
    };
    for line in SCRIPT.lines().filter(|line| !line.is_empty()) {
        play.line(line).await;
    }
    assert_eq!(*kept.lock().unwrap(), ["654321"]);
    let sent = SCRIPT.lines().filter(|line| line.starts_with('<')).count();
    let asked = SCRIPT.lines().filter(|line| line.starts_with('!')).count();
    let entries = stand.entries(sent + asked).await;
    let of = |what: &str| {
        entries
            .iter()
            .filter(|entry| standing(entry) == what)
            .count()
    };
    assert_eq!((of("sent"), of("wrong_password")), (asked, 1));
    let by = entries
        .iter()
        .find_map(|entry| match &entry.entry.standing {
            Standing::Sent { by, why } => Some((by.as_str(), why.as_str())),
            _ => None,
        });
    assert_eq!(by, Some(("张三", "device test")));
    stand.gateway.stop().await;
}

#[tokio::test]
async fn a_request_without_an_answer_is_sent_again_as_often_as_is_set() {
    let stand = stand_with(&[Speech::Hj212], devices(), |settings| {
        settings.dialogue.timeout_s = Some(1);
        settings.dialogue.retries = Some(1);
    })
    .await;
    let mut wire = stand.connect().await;
    wire.send(&minute("20160801085857223", MN, "123456", "1.0"))
        .await;
    wire.line().await;
    let control = stand.gateway.control();
    let outcome = control
        .request(MN, &Request::ReadMinuteInterval, "tester", "nobody answers")
        .await
        .unwrap();
    assert_eq!((outcome.end, outcome.sent), (End::Unanswered, 2));
    let first = wire.line().await;
    assert_eq!(wire.line().await, first);
    stand.gateway.stop().await;
}

#[tokio::test]
async fn only_who_holds_the_token_may_ask_and_only_with_name_and_reason() {
    let stand = stand(Speech::Hj212).await;
    let path = format!("/control/{MN}");
    let body = r#"{"request":{"command":"read_time"},"by":"tester","why":"test"}"#;
    assert_eq!(stand.http("POST", &path, "", body).await.0, 401);
    let wrong = "Authorization: Bearer 0000\r\n";
    assert_eq!(stand.http("POST", &path, wrong, body).await.0, 401);
    let token = std::fs::read_to_string(stand.folder.path().join("token")).unwrap();
    let head = format!("Authorization: Bearer {token}\r\n");
    let absent = stand.http("POST", &path, &head, body).await;
    assert_eq!(absent.0, 409, "{}", absent.1);
    let unknown = stand.http("POST", "/control/NOBODY", &head, body).await;
    assert_eq!(unknown.0, 404, "{}", unknown.1);
    let anonymous = body.replace("\"tester\"", "\"\"");
    assert_eq!(stand.http("POST", &path, &head, &anonymous).await.0, 400);
    let mut wire = stand.connect().await;
    wire.send(&minute("20160801085857223", MN, "123456", "1.0"))
        .await;
    wire.line().await;
    let forged = body.replace(r#""read_time""#, r#""set_password","password":"1&&2""#);
    assert_eq!(stand.http("POST", &path, &head, &forged).await.0, 400);
    let asking = stand.http("POST", &path, &head, body);
    let answering = async {
        let asked = wire.line().await;
        let qn = &asked[9..26];
        let say = |command: u16, content: &str| {
            frame(&format!(
                "QN={qn};ST=91;CN={command};PW=123456;MN={MN};Flag=4;CP=&&{content}&&"
            ))
        };
        wire.send(&say(9011, "QnRtn=1")).await;
        wire.send(&say(1011, "SystemTime=20160801085857")).await;
        wire.send(&say(9012, "ExeRtn=1")).await;
    };
    let ((status, text), ()) = tokio::join!(asking, answering);
    assert_eq!(status, 200);
    let outcome: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(outcome["end"], "executed");
    assert_eq!(outcome["uploaded"], 1);
    stand.gateway.stop().await;
}

#[cfg(unix)]
#[tokio::test]
async fn the_token_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let stand = stand(Speech::Hj212).await;
    let file = std::fs::metadata(stand.folder.path().join("token")).unwrap();
    assert_eq!(file.permissions().mode() & 0o777, 0o600);
    stand.gateway.stop().await;
}

#[tokio::test]
async fn a_device_that_appears_is_told_what_the_settings_say_in_the_order_of_the_standard() {
    let start_up = r#"{"set_time":true,"real_time_interval_s":30,"minute_interval_min":10,"real_time":true,"states":false}"#;
    let stand = stand_with(&[Speech::Hj212], devices(), |settings| {
        settings.dialogue.start_up = Some(serde_json::from_str(start_up).unwrap());
    })
    .await;
    let mut wire = stand.connect().await;
    wire.send(&minute("20160801085857223", MN, "123456", "1.0"))
        .await;
    wire.line().await;
    let mut told = Vec::new();
    for _ in 0..6 {
        let asked = wire.line().await;
        let (_, rest) = asked.split_once("CN=").unwrap();
        told.push(rest[..4].to_owned());
        let answers: &[_] = if told.last().is_some_and(|command| command == "2022") {
            &[(9013, "")]
        } else {
            &[(9011, "QnRtn=1"), (9012, "ExeRtn=1")]
        };
        for (command, content) in answers {
            let qn = &asked[9..26];
            wire.send(&frame(&format!(
                "QN={qn};ST=91;CN={command};PW=123456;MN={MN};Flag=4;CP=&&{content}&&"
            )))
            .await;
        }
    }
    assert_eq!(told, ["1012", "1000", "1062", "1064", "2011", "2022"]);
    stand.gateway.stop().await;
}
