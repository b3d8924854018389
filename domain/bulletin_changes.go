package domain

// BulletinChange is a figure that differs from what the bulletin before said.
type BulletinChange struct {
	Indicator string
	Name      Text
	Unit      string
	Before    *Decimal
	Now       *Decimal
	WasLight  Light
	Light     Light
}

// BulletinWatch is something to attend to.
type BulletinWatch struct {
	Indicator string
	Lead      string // unit
	What      Text
}

// ChangesSince lists the figures that differ from those of the bulletin before, in order.
func (b Bulletin) ChangesSince(before Bulletin) []BulletinChange {
	was := map[string]BulletinLine{}
	for _, l := range before.Lines {
		was[l.Indicator] = l
	}
	var changes []BulletinChange
	for _, l := range b.Lines {
		w, ok := was[l.Indicator]
		if !ok || same(w.Value, l.Value) && w.Light == l.Light {
			continue
		}
		changes = append(changes, BulletinChange{l.Indicator, l.Name, l.Unit, w.Value, l.Value, w.Light, l.Light})
	}
	return changes
}

func same(a, b *Decimal) bool { return a == b || a != nil && b != nil && *a == *b }

// Attention lists the figures to attend to: those that are missed, or at risk of it, the
// worst first, and those that have a target for a time that has come and no value.
func (b Bulletin) Attention() []BulletinWatch {
	order := []Light{LightMissed, LightRed, LightYellow}
	var watch []BulletinWatch
	for _, light := range order {
		for _, l := range b.Lines {
			if l.Light == light {
				watch = append(watch, BulletinWatch{l.Indicator, l.Lead, l.attention()})
			}
		}
	}
	for _, l := range b.Lines {
		if l.Value == nil && l.Target != nil && !b.AsOf.Before(l.Period.From) {
			watch = append(watch, BulletinWatch{l.Indicator, l.Lead, Text{"尚无填报或登记数据", "nothing is reported or registered yet"}})
		}
	}
	return watch
}

// attention says how far a figure is from its target and what it is heading for.
func (l BulletinLine) attention() Text {
	t := Text{Lights.Name(string(l.Light)).ZH + "，当前 " + l.Value.Round(2).String() + l.Unit + "，目标 " + l.Target.Round(2).String() + l.Unit,
		lower(Lights.Name(string(l.Light)).EN) + ", now " + l.Value.Round(2).String() + ", target " + l.Target.Round(2).String()}
	if l.Pace != nil && l.Light != LightMissed {
		t = Text{t.ZH + "，按当前进度期末预计 " + l.Pace.Value.Round(2).String() + l.Unit, t.EN + ", expected at the present pace " + l.Pace.Value.Round(2).String()}
	}
	return t
}
