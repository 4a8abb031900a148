//! What an item says of a factor: the part of its name after the hyphen (Table 4 of HJ 212-2017, and the
//! names that HJ/T 212-2005 and HJ 212-2025 have besides).

/// The part of an item's name after the hyphen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Field {
    /// Real-time value.
    Rtd,
    /// Mean of the interval.
    Avg,
    /// Least value of the interval.
    Min,
    /// Greatest value of the interval.
    Max,
    /// Real-time value, folded to the reference oxygen.
    ZsRtd,
    /// Mean, folded.
    ZsAvg,
    /// Least value, folded.
    ZsMin,
    /// Greatest value, folded.
    ZsMax,
    /// Amount in the interval.
    Cou,
    /// Data mark.
    Flag,
    /// Mark of the device's own.
    EFlag,
    /// When the sample was taken.
    SampleTime,
    /// Noise.
    Data,
    /// Noise by day.
    DayData,
    /// Noise by night.
    NightData,
    /// State of a piece of equipment.
    Rs,
    /// Hours that a piece of equipment ran in the day.
    Rt,
    /// Information of the site.
    Info,
    /// Number of an instrument.
    Sn,
    /// Lower bound of an alarm (2005).
    LowValue,
    /// Upper bound of an alarm (2005).
    UpValue,
    /// When the analysis was complete (2025).
    CompleteTime,
    /// Kind of sample (2025).
    SampleType,
    /// What was read of a standard sample (2025).
    SampleRd,
    /// What a standard sample holds (2025).
    StandardValue,
    /// Whether a standard sample was passed (2025).
    ResultType,
    /// A name of none of the editions.
    Other,
}

/// What the values of a field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A decimal number.
    Number,
    /// A time of 14 digits.
    Time,
    /// A word or a text.
    Text,
}

impl Field {
    /// Every field that an edition knows.
    pub const KNOWN: &'static [Self] = &[
        Self::Rtd,
        Self::Avg,
        Self::Min,
        Self::Max,
        Self::ZsRtd,
        Self::ZsAvg,
        Self::ZsMin,
        Self::ZsMax,
        Self::Cou,
        Self::Flag,
        Self::EFlag,
        Self::SampleTime,
        Self::Data,
        Self::DayData,
        Self::NightData,
        Self::Rs,
        Self::Rt,
        Self::Info,
        Self::Sn,
        Self::LowValue,
        Self::UpValue,
        Self::CompleteTime,
        Self::SampleType,
        Self::SampleRd,
        Self::StandardValue,
        Self::ResultType,
    ];

    /// As the wire writes it; empty for a name of none of the editions.
    pub fn id(self) -> &'static str {
        match self {
            Self::Rtd => "Rtd",
            Self::Avg => "Avg",
            Self::Min => "Min",
            Self::Max => "Max",
            Self::ZsRtd => "ZsRtd",
            Self::ZsAvg => "ZsAvg",
            Self::ZsMin => "ZsMin",
            Self::ZsMax => "ZsMax",
            Self::Cou => "Cou",
            Self::Flag => "Flag",
            Self::EFlag => "EFlag",
            Self::SampleTime => "SampleTime",
            Self::Data => "Data",
            Self::DayData => "DayData",
            Self::NightData => "NightData",
            Self::Rs => "RS",
            Self::Rt => "RT",
            Self::Info => "Info",
            Self::Sn => "SN",
            Self::LowValue => "LowValue",
            Self::UpValue => "UpValue",
            Self::CompleteTime => "CompleteTime",
            Self::SampleType => "SampleType",
            Self::SampleRd => "SampleRd",
            Self::StandardValue => "StandardValue",
            Self::ResultType => "ResultType",
            Self::Other => "",
        }
    }

    /// The field of a name's part after the hyphen; names are case-sensitive.
    pub fn of(suffix: &str) -> Self {
        Self::of_bytes(suffix.as_bytes())
    }

    /// What its values are.
    #[inline]
    pub fn kind(self) -> Kind {
        match self {
            Self::Flag | Self::EFlag | Self::Info | Self::Sn | Self::SampleType | Self::Other => {
                Kind::Text
            }
            Self::SampleTime | Self::CompleteTime => Kind::Time,
            _ => Kind::Number,
        }
    }

    pub(super) fn of_bytes(suffix: &[u8]) -> Self {
        match suffix {
            b"Rtd" => Self::Rtd,
            b"Avg" => Self::Avg,
            b"Min" => Self::Min,
            b"Max" => Self::Max,
            b"ZsRtd" => Self::ZsRtd,
            b"ZsAvg" => Self::ZsAvg,
            b"ZsMin" => Self::ZsMin,
            b"ZsMax" => Self::ZsMax,
            b"Cou" => Self::Cou,
            b"Flag" => Self::Flag,
            b"EFlag" => Self::EFlag,
            b"SampleTime" => Self::SampleTime,
            b"Data" => Self::Data,
            b"DayData" => Self::DayData,
            b"NightData" => Self::NightData,
            b"RS" => Self::Rs,
            b"RT" => Self::Rt,
            b"Info" => Self::Info,
            b"SN" => Self::Sn,
            b"LowValue" => Self::LowValue,
            b"UpValue" => Self::UpValue,
            b"CompleteTime" => Self::CompleteTime,
            b"SampleType" => Self::SampleType,
            b"SampleRd" => Self::SampleRd,
            b"StandardValue" => Self::StandardValue,
            b"ResultType" => Self::ResultType,
            _ => Self::Other,
        }
    }
}
