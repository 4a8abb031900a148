//! Messages: answers, logs, heartbeats, and the record of what people asked of devices.

use gateway::entry::Standing;

use crate::world::{NOW, World, segment, text};

#[tokio::test]
async fn a_request_is_on_record_with_who_and_why_and_without_the_new_password() {
    let world = World::new().await;
    let mut request = text(NOW, &segment(31, 1072, "NewPW=654321"));
    request.standing = Standing::Sent {
        by: "li.wei".to_owned(),
        why: "季度更换".to_owned(),
    };
    let answer = text(NOW + 1, &segment(91, 9011, "QnRtn=1"));
    let result = text(NOW + 2, &segment(91, 9012, "ExeRtn=1"));
    world.take(vec![request, answer, result]).await;
    let asked = "SELECT direction, kind, command, qn, result, content, asked_by, reason FROM device_message ORDER BY sequence";
    assert_eq!(
        world.ask(asked).await,
        "sent | parameter | 1072 | 20240601090000001 | - | NewPW=*** | li.wei | 季度更换\n\
         received | request_answer | 9011 | 20240601090000001 | 1 | QnRtn=1 | - | -\n\
         received | execution_result | 9012 | 20240601090000001 | 1 | ExeRtn=1 | - | -"
    );
}

#[tokio::test]
async fn a_log_is_a_message_and_a_parameter_a_state() {
    let world = World::new().await;
    let log = "DataTime=20240601085900;PolId=a21026;i11001-Info=//校准开始;零点//";
    let state = "DataTime=20240601085900;PolId=a21026;i12001-Info=3;i13008-Info=1.02";
    world
        .take(vec![
            text(NOW, &segment(31, 3020, log)),
            text(NOW, &segment(31, 3020, state)),
        ])
        .await;
    assert_eq!(
        world.ask("SELECT kind, content FROM device_message").await,
        "log | i11001=校准开始;零点"
    );
    assert_eq!(
        world
            .ask("SELECT equipment, item, state, value FROM equipment_state ORDER BY item")
            .await,
        "a21026 | i12001 | 3 | 3.00000000\na21026 | i13008 | 1.02 | 1.02000000"
    );
}

#[tokio::test]
async fn the_heads_of_the_chains_are_in_the_lake() {
    let world = World::new().await;
    world.take(vec![text(NOW, &segment(91, 9015, ""))]).await;
    let heads = world
        .ask("SELECT device, day, count, length(head) FROM archive_head")
        .await;
    assert_eq!(heads, "010000A8900016F000169DC0 | 2024-06-01 | 1 | 64");
}
