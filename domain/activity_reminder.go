package domain

// OutcomeWithin is how many days after the end of an activity its host is to have told
// what came of it. The rule is the product's own.
const OutcomeWithin = 7

// Coming is the reminder, on the day before a begins, to an organisation or an expert that
// has registered; ok is false on other days, and for what is not going to be held.
func (a Activity) Coming(r Registration, today Date) (told Reminder, ok bool) {
	begins := DateOf(a.StartsAt)
	open := a.State == ActivityAnnounced || a.State == ActivityClosed
	return Reminder{Kind: ReminderOfActivity, Ref: a.ID.String(), Stage: DutySoon, OrganisationID: r.OrganisationID, ExpertID: r.ExpertID, DueOn: begins,
			Title: Text{"明日活动：" + a.Title + "，" + a.StartsAt.In(Shanghai).Format("15:04") + "，" + a.Place, "Tomorrow: " + a.Title + ", " + a.StartsAt.In(Shanghai).Format("15:04") + ", " + a.Place}},
		open && r.State == Registered && today.AddDays(1) == begins
}

// OutcomeWanted is the reminder to those who hold a, from the day after its end, that what
// came of it is not told yet: that it was held, and in words. ByUniversity says that its
// host is one, which tells of it itself; else the steward of the area or the bureau does.
func (a Activity) OutcomeWanted(byUniversity bool, today Date) (told Reminder, ok bool) {
	ended := DateOf(a.EndsAt)
	told = Reminder{Kind: ReminderOfOutcome, Ref: a.ID.String(), Stage: DutySoon, DueOn: ended.AddDays(OutcomeWithin), Title: Text{"填写活动成效：" + a.Title, "What came of it: " + a.Title}}
	if told.DueOn.Before(today) {
		told.Stage = DutyOverdue
	}
	if byUniversity {
		told.OrganisationID = a.HostID
	} else {
		told.Area = a.Area
	}
	over := a.State == ActivityAnnounced || a.State == ActivityClosed || a.State == ActivityHeld
	return told, over && ended.Before(today) && (a.State != ActivityHeld || a.Notes == "")
}
