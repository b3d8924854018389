package workbench

import (
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

// inviteToActivity proposes whom to invite, those who match the agenda first, and invites
// those that the host chooses.
func (w *Workbench) inviteToActivity(v *visit) error {
	a, err := v.activityOf(v.route.Action)
	if err != nil {
		return err
	}
	found, err := w.DB.Invitees(v.r.Context(), v.actor, a.ID)
	if err != nil {
		return err
	}
	f := v.form(0, "邀请单位："+a.Title, "Invite to: "+a.Title)
	f.Submit, f.cancel = v.say("邀请所选单位", "Invite those chosen"), "/events/"+a.ID.String()
	f.only(a.State == domain.ActivityAnnounced || a.State == domain.ActivityClosed, domain.ActivityStates.Name(string(a.State)))
	f.Lead = v.say("按议程中的需求和成果的匹配结果推荐，匹配度高的在前；其后是同领域的单位。", "Those who match what is on the agenda come first, then those of its fields.")
	var open domain.Terms
	invited := 0
	for _, i := range found {
		if i.Invited {
			invited++
			continue
		}
		name := i.Name + v.say("：", ": ") + i.Title
		if i.Score > 0 {
			name += v.say("（与“"+i.MatchedTitle+"”匹配 "+points(i.Score)+" 分）", " ("+points(i.Score)+" points with “"+i.MatchedTitle+"”)")
		}
		open = append(open, domain.Term{Code: i.OrganisationID.String(), Name: domain.Text{ZH: name, EN: name}})
	}
	if invited > 0 {
		f.Lead += v.say(" 已邀请 "+strconv.Itoa(invited)+" 家。", " Already invited: "+strconv.Itoa(invited)+".")
	}
	var chosen []string
	var other domain.ID
	if len(open) > 0 {
		f.boxes(&chosen, "organisation_ids", "推荐邀请", "Proposed", open)
	}
	f.organisation(&other, "organisation_id", "其他单位", "Another organisation", postgres.OrganisationFilter{})
	return f.serve(func() (string, error) {
		var ids []domain.ID
		for _, code := range chosen {
			id, err := domain.ParseID(code)
			if err != nil {
				return "", err
			}
			ids = append(ids, id)
		}
		if !other.IsZero() {
			ids = append(ids, other)
		}
		if len(ids) == 0 {
			return "", domain.Invalid("organisation_id", "请选择或填写要邀请的单位", "choose or name whom to invite")
		}
		n, err := w.DB.Invite(v.r.Context(), v.actor, a.ID, ids)
		f.done = v.say("已邀请 "+strconv.Itoa(n)+" 家单位。", "Invited: "+strconv.Itoa(n)+".")
		return f.cancel, err
	})
}
