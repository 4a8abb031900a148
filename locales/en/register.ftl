# The register: template, import, export, show, history, check, edit.

progress-register-read = Reading { $file } …
progress-register-import = Importing { $file }: { $done } rows done …
progress-register-bring = Bringing the changes of the register into the lake …
progress-register-check = Checking the register …

register-list-title = Register { $place }
register-list-none = Register (none yet)
register-import-title = Import into the register: { $file }
register-show-title = { $entity }
register-history-title = History of { $entity } { $key }
register-check-title = Check of the register
register-template-title = Templates of the register
register-difference-title = { $entity }: difference from the register
register-blank = (unknown)

note-register-imported = { $entity }: { $created } created, { $changed } changed, { $same } unchanged, { $bad } with mistakes and left out (revision { $revision }).
note-register-unchanged = { $entity }: just as in the register ({ $same } rows), { $bad } with mistakes and left out; no new revision.
note-register-dry-run = { $entity }: { $created } would be created, { $changed } changed, { $same } unchanged, { $bad } have mistakes. --dry-run: nothing written.
note-register-marked = Cells with mistakes are red and commented in a copy: { $file }. Correct the copy and import it again; rows already in are not doubled.
note-register-more = { $count } more: see --format csv or the marked copy.
note-register-skipped = { $entity }: { $count } rows passed over: { $reason }
note-register-source = Source: { $citation }, licence { $licence }.
note-register-simulated = These data are marked as simulated.
note-register-no-boundaries = The register has no boundaries of counties, so points and regions were not compared; import region_boundary first.
note-register-list = Template: lantian register template ENTITY; import: lantian register import FILE.
note-register-written = Written to { $file } ({ $count } rows).
note-register-template = Written to { $file }: { $entity }, { $columns } columns.
note-register-checked = { $count } things looked at, { $misfits } misfits.
note-register-set = { $entity } { $key } changed (revision { $revision }).
note-register-same = { $entity } { $key } is as it was; no new revision.
note-register-removed = { $entity } { $key } left the register (revision { $revision }); its history stays.
note-register-shown = { $shown } rows shown of { $count }.
note-register-revision = Revision { $revision }: edit with --revision { $revision }, and you are told when somebody was first.

register-change-created = created
register-change-changed = changed
register-change-removed = removed
register-origin-real = real
register-origin-simulated = simulated
register-trouble-dangling = "{ $value }" is not in "{ $entity }"
register-trouble-elsewhere = the region is { $value }, but the point lies in { $found }
register-trouble-nowhere = there is no region, and the point lies in no county
register-trouble-area-differs = "{ $value }" contradicts the drawn areas ({ $kind })
register-trouble-emission-unstated = it has outlets, but is not marked as emitting to the air

failure-no-register = There is no register: { $place }
    .hint = Take things in with lantian register import, or name the register with --registry.
failure-register-catalogue = The definitions of the register contradict each other.
    .hint = Look at the vocabulary.toml of your own plan: type and unit of a column must be the same in every plan.
failure-register-address = "{ $place }" is no address of a register.
    .hint = Give the path of a file, or postgres://USER@HOST/DATABASE.
failure-register-open = The register { $place } cannot be opened.
    .hint = Mend the cause and try again; for PostgreSQL look at host, user and password.
failure-register-denied = The database does not allow it.
    .hint = Ask its administrator for the right to make tables and write, or look at the file's permissions.
failure-register-busy = Somebody else is writing into the register.
    .hint = Try again when that is finished; nothing was written now.
failure-register-busy-import = { $who } is importing { $entity } (since { $at }).
    .hint = Try again when that is finished; nothing was written now.
failure-register-entity = The register has no entity "{ $text }".
    .hint = Near it: { $known }
failure-register-entity-open = Which entity is { $file } about?
    .hint = Name it with --entity, such as --entity boiler; in a template the sheet has its name.
failure-register-column = "{ $entity }" has no column "{ $column }".
    .hint = lantian register template { $entity } shows all columns.
failure-register-unknown = The register has no { $entity } "{ $key }".
    .hint = lantian register show { $entity } lists the keys there are.
failure-register-nul = The column "{ $column }" of "{ $key }" holds an invisible character NUL.
    .hint = Delete it and try again.
failure-register-full = The disk of the register is full; nothing was written.
    .hint = Make room and try again.
failure-register-damaged = The file of the register is damaged.
    .hint = Restore it from a copy.
failure-register-changed-meanwhile = { $entity } { $key } was changed by { $who } at { $at } (revision { $revision }, why: { $why }): { $columns }
    .hint = Look at that change first, then make yours again with --revision { $revision }.
failure-register-removed-meanwhile = { $entity } { $key } was removed by { $who } at { $at } (revision { $revision }, why: { $why }). { $columns }
    .hint = lantian register history { $entity } { $key } shows what happened.
failure-register-exists = The register has a { $entity } "{ $key }" (revision { $revision }).
    .hint = To edit it, give --revision { $revision }.
failure-register-pair = "{ $text }" should be COLUMN=VALUE, such as in_use=no.
    .hint = Name the column by header or id, such as lantian register set boiler B1 in_use=no.
failure-register-who = Who makes the change?
    .hint = Give a name with --who.
failure-register-cell = The value "{ $text }" of "{ $column }" cannot be used: { $problem }
    .hint = Correct the value as said and try again.
