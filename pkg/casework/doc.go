// Package casework holds the rules of the scheme: who may do what with a つなぐシート, a case and a つなぎ, and
// what follows from it. It knows no database, no HTTP and no clock — the actor and the instant are
// arguments — so every rule is tested as it is read.
//
// How to read it: transitions.go is every workflow as one table. Each verb is one method that asks the
// table whether the actor may, checks the input, changes the aggregate and collects Changes: timeline
// events, notices, disclosures. A verb that returns an error has changed nothing. actions.go offers
// exactly the verbs the same checks would let through.
//
// # Glossary (one word from screen to database; see design/domain.md)
//
//	相談機関            Agency      a registered consultation agency; not "office", "org"
//	分野                field       高齢 障害 子ども … of an agency and its services
//	福祉区・中学校区    ward, district
//	相談員              worker      staff of an agency; not "user"
//	世帯・世帯員・本人  household, Member, Subject   the case is per household, consent per person; 続柄 is to 本人
//	つなぐシート        Sheet       the intake sheet, versioned; not "form", "ticket"
//	お困りごと          issue       one of the sheet's ticks; versioned master data (Catalog)
//	ケース              Case        one household's course of support, opened by filing a sheet
//	主担当機関          lead        answers for the case now; there is always exactly one (Custody)
//	連携機関            supporting  works on the case beside the lead (Support)
//	つなぎ              Handoff     one agency asks another to take over or join; not "referral", "transfer"
//	受け止め            accept      the receiving agency takes the case; not "approve"
//	断りの報告          Refusal     "we were told no": a report against a handoff, never a state of it
//	たらい回し          ping-pong   a chain of custody that revisits an agency or grows without contact (Flag)
//	推進員              coordinator 相談支援包括化推進員
//	推進員への相談      Escalation  settled as advice_only 助言のみで完了 or coordinated 支援調整
//	随時相談            Inquiry     an informal question: an escalation without a case
//	個別調整            Contact     a countable visit, call or online talk of a coordinator with agencies
//	情報整理            InformationSheet  the whole-household view under coordination
//	支援経過            Note
//	提供記録            Disclosure  what was given to whom on which ground
//	ファイル            File        a document kept with a case, a consent or a conference; not "attachment"
//	同意                Consent     per person: unconfirmed, given, refused, withdrawn, unable
//	検討会・アドバイザー会議  Conference  case_conference, advisor_meeting; not "meeting". 開催の根拠 LegalBasis; 招く相手 Invitee
//	日程調整            poll        ○△× (Mark) per slot by each invitee; 出欠 Reply is the answer to the invitation
//	役割分担            Assignment  agency × task × member × due; a commitment, not a "todo"
//	支援プラン          Plan        versioned; five statutory items, goals on two wheels (Wheel)
//	モニタリング        Monitoring  a look that is due: after the household, at the plan, or after closure
//	終結の確認          Close       the one gate (ClosureOrder); what a case has agreed is its Commitments
//	終結・中断・再開    close, suspend, reopen
package casework
