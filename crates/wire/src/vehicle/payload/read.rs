//! Data read by their command.

use super::super::Protocol;
use super::super::blocks;
use super::super::defect::{Defect, Defects};
use super::super::head::{Head, PLAIN, Vin};
use super::super::layout::{Command, Content};
use super::super::position::Position;
use super::super::time::Time;
use super::{Payload, RealTime, Signature, time_of};

/// Reads the data of a frame.
pub(in crate::vehicle) fn read<'a>(
    head: &Head,
    protocol: Protocol,
    data: &'a [u8],
) -> (Payload<'a>, Defects) {
    let mut defects = Defects::default();
    let command = Command::of(head.channel(protocol), head.command);
    defects.add_if(command.is_none(), Defect::UnknownCommand);
    let content = command.map_or(Content::Opaque, |command| command.content);
    let encrypted = head.encryption != PLAIN && !data.is_empty();
    let known = head.encryption(protocol).is_some();
    defects.add_if(!known, Defect::EncryptionUnknown);
    let (payload, found) = if head.form.is_answer() {
        let split = data
            .split_first_chunk()
            .filter(|(time, _)| Time::of_bytes(**time).is_possible());
        let time = split.map(|(time, _)| Time::of_bytes(*time));
        let rest = split.map_or(data, |(_, rest)| rest);
        (Payload::Answer { time, rest }, Defects::default())
    } else {
        plain(content, protocol, data)
    };
    if !encrypted {
        defects.join(found);
        return (payload, defects);
    }
    // No cipher leaves a possible time and blocks that end with the data.
    let readable = found.is_empty() || found == only_habit();
    if readable && !matches!(payload, Payload::Opaque(_) | Payload::Answer { .. }) {
        defects.join(found);
        defects.add(Defect::EncryptedPlain);
        return (payload, defects);
    }
    (Payload::Sealed(data), defects)
}

fn only_habit() -> Defects {
    let mut habit = Defects::default();
    habit.add(Defect::BlockHabit);
    habit
}

/// Reads data that are not encrypted.
fn plain(content: Content, protocol: Protocol, data: &[u8]) -> (Payload<'_>, Defects) {
    let mut defects = Defects::default();
    let read = match content {
        Content::Opaque => Some((Payload::Opaque(data), &[][..])),
        Content::Login => login(data),
        Content::Logout => logout(data),
        Content::RealTime => real_time(protocol, data, &mut defects).map(|p| (p, &[][..])),
        Content::Time => time_only(data),
        Content::Tamper => tamper(data),
        Content::Activation => activation(data),
        Content::ActivationAnswer => activation_answer(data),
        Content::PlatformLogin => platform_login(data),
    };
    match read {
        Some((payload, [])) => {
            let possible = time_of(&payload).is_none_or(Time::is_possible);
            defects.add_if(!possible, Defect::TimeImpossible);
            (payload, defects)
        }
        Some(_) => {
            defects.add(Defect::DataTrailing);
            (Payload::Opaque(data), defects)
        }
        None => {
            defects.add(Defect::DataShort);
            (Payload::Opaque(data), defects)
        }
    }
}

/// What was read, and the bytes left over.
type Read<'a> = Option<(Payload<'a>, &'a [u8])>;

fn stamp(data: &[u8]) -> Option<(Time, u16, &[u8])> {
    let (time, rest) = data.split_first_chunk()?;
    let (serial, rest) = rest.split_first_chunk()?;
    Some((Time::of_bytes(*time), u16::from_be_bytes(*serial), rest))
}

fn login(data: &[u8]) -> Read<'_> {
    let (time, serial, rest) = stamp(data)?;
    let (iccid, rest) = rest.split_first_chunk()?;
    Some((
        Payload::Login {
            time,
            serial,
            iccid: *iccid,
            rest,
        },
        &[],
    ))
}

fn logout(data: &[u8]) -> Read<'_> {
    let (time, serial, rest) = stamp(data)?;
    Some((Payload::Logout { time, serial }, rest))
}

fn time_only(data: &[u8]) -> Read<'_> {
    if data.is_empty() {
        return Some((Payload::Time(None), data));
    }
    let (time, rest) = data.split_first_chunk()?;
    Some((Payload::Time(Some(Time::of_bytes(*time))), rest))
}

fn tamper(data: &[u8]) -> Read<'_> {
    let (time, serial, rest) = stamp(data)?;
    let position = Position::at_start(rest)?;
    Some((
        Payload::Tamper {
            time,
            serial,
            position,
        },
        &rest[9..],
    ))
}

fn activation(data: &[u8]) -> Read<'_> {
    let (time, rest) = data.split_first_chunk()?;
    let (chip, rest) = rest.split_first_chunk()?;
    let (key, rest) = rest.split_first_chunk()?;
    let (vin, signature) = rest.split_first_chunk()?;
    let (time, vin) = (Time::of_bytes(*time), Vin::of_bytes(*vin));
    Some((
        Payload::Activation {
            time,
            chip: *chip,
            key,
            vin,
            signature,
        },
        &[],
    ))
}

fn activation_answer(data: &[u8]) -> Read<'_> {
    let ([state, reason], rest) = data.split_first_chunk()?;
    Some((
        Payload::ActivationAnswer {
            state: *state,
            reason: *reason,
        },
        rest,
    ))
}

fn platform_login(data: &[u8]) -> Read<'_> {
    let (time, serial, rest) = stamp(data)?;
    let (user, rest) = rest.split_first_chunk()?;
    let (password, rest) = rest.split_first_chunk()?;
    let (encryption, rest) = rest.split_first()?;
    let (user, password, encryption) = (*user, *password, *encryption);
    Some((
        Payload::PlatformLogin {
            time,
            serial,
            user,
            password,
            encryption,
        },
        rest,
    ))
}

fn real_time<'a>(protocol: Protocol, data: &'a [u8], defects: &mut Defects) -> Option<Payload<'a>> {
    let (time, rest) = data.split_first_chunk()?;
    let divided = match protocol {
        Protocol::Gb17691 => blocks::divide(rest, |bytes| Signature::of(bytes).is_some()),
        Protocol::Gb32960 => blocks::divide_bare(rest),
    };
    defects.join(divided.defects);
    Some(Payload::RealTime(RealTime {
        time: Time::of_bytes(*time),
        serial: divided
            .before
            .first_chunk()
            .map(|bytes| u16::from_be_bytes(*bytes)),
        blocks: divided.blocks,
        signature: Signature::of(divided.behind),
    }))
}
