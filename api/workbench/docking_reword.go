package workbench

import (
	"sanku/domain"
)

// earlierIntent is what the interest form said until it was changed.
type earlierIntent struct {
	Until  string
	Intent []fact
}

// formOf fills in what a docking's page says of its interest form besides the form.
func (v *visit) formOf(p *dockingPage, d domain.Docking) error {
	if domain.Can(v.actor, domain.Reword, domain.Dockings, d.Facts()) && d.MayReword(v.actor) {
		p.Reword = v.href("/dockings/" + d.ID.String() + "/reword")
	}
	earlier, err := v.DB.EarlierIntents(v.r.Context(), v.actor, d.ID)
	for _, e := range earlier {
		p.Earlier = append(p.Earlier, earlierIntent{minute(e.Until), v.replies(domain.IntentQuestions, e.Intent)})
	}
	return err
}

// rewordDocking changes the interest form, as whoever sent it may until it is answered.
func (w *Workbench) rewordDocking(v *visit) error {
	d, err := v.readDocking()
	if err != nil {
		return err
	}
	f, err := v.dockingForm(d, domain.Text{ZH: "修改意向表", EN: "Change the interest form"})
	if err != nil {
		return err
	}
	if !d.MayReword(v.actor) {
		f.Closed = v.say("意向表只由提出的一方修改，对方答复后不能再改。", "Only the side that sent the form may change it, until the other has answered.")
	}
	f.Lead += v.say("。以前的内容会保留，双方可查；对方已看到意向表的，会收到改动通知。", ". What it said before is kept. The other side is told of the change once it reads the form.")
	f.Submit, f.done = v.say("保存改动", "Save"), v.say("意向表已修改。", "The interest form is changed.")
	intent := v.ask(f, "intent", domain.IntentQuestions, d.Intent)
	return f.serve(func() (string, error) {
		_, err := w.DB.RewordDocking(v.r.Context(), v.actor, d.ID, f.version, intent)
		return "/dockings/" + d.ID.String(), err
	})
}
