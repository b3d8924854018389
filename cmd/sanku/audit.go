package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

type auditCommand struct {
	Verify auditVerify `cmd:"" help:"Compare every sealed row of the audit trail with its seal."`
	Head   auditHead   `cmd:"" help:"Print the head of the audit log, to be kept elsewhere."`
	Prove  auditProve  `cmd:"" help:"Print a row of the audit trail with the proof that it is in the log, as JSON."`
}

type auditVerify struct {
	Heads string `help:"Heads kept elsewhere, one JSON object a line; unset, those of the data directory." placeholder:"FILE" type:"path"`
	JSON  bool   `name:"json" help:"Print the result as JSON."`
}

var errTampered = errors.New("the audit trail is not as it was sealed")

// Run recomputes the log from the trail. It ends with an error when they differ, or
// when a kept head cannot be read.
func (v *auditVerify) Run(ctx context.Context, config *Config, console *console) error {
	return config.with(ctx, console, func(a *app) error {
		file := a.headsFile()
		if v.Heads != "" {
			file = headsFile(v.Heads)
		}
		kept, unread := file.read()
		report, err := a.db.VerifyAudit(ctx, kept...)
		if err != nil {
			return errors.Join(err, unread)
		}
		if v.JSON {
			err = json.NewEncoder(console.out).Encode(report)
		} else {
			console.audited(report, len(kept))
		}
		if report.Fault != nil {
			err = errors.Join(err, errTampered)
		}
		return errors.Join(err, unread)
	})
}

// sealFaults say what a fault means.
var sealFaults = map[postgres.SealFault]domain.Text{
	postgres.RowChanged:  {ZH: "记录被改动", EN: "the row was changed"},
	postgres.RowRemoved:  {ZH: "记录被删除", EN: "the row was removed"},
	postgres.RowInserted: {ZH: "记录是事后插入的", EN: "the row was put in afterwards"},
	postgres.LogChanged:  {ZH: "封存日志被改动", EN: "the log itself was changed"},
	postgres.HeadDiffers: {ZH: "与日志头不符", EN: "the rows do not give the stored head"},
	postgres.CopyDiffers: {ZH: "与另存的日志头不符：记录连同日志被改写，或该文件属于另一数据库", EN: "the rows do not give the kept head: rows and log were rewritten, or the file is of another database"},
	postgres.LogCut:      {ZH: "日志短于另存的日志头：末尾被截去，或数据库恢复到了更早的状态", EN: "the log is shorter than the kept head: its end was cut off, or an older state was restored"},
}

func (c *console) audited(r postgres.AuditReport, kept int) {
	fmt.Fprintf(c.out, "已核对 checked %d · 待封存 open %d · 另存日志头 kept heads %d\n", r.Sealed, r.Open, kept)
	if r.Fault == nil {
		fmt.Fprintln(c.out, "完好 intact")
		return
	}
	text := sealFaults[r.Fault.Kind]
	fmt.Fprintf(c.out, "异常 FAULT  %s (%s)\n", text.ZH, text.EN)
	if r.Fault.AuditID != 0 {
		fmt.Fprintf(c.out, "  审计记录 audit row  %d\n", r.Fault.AuditID)
	}
	if r.Fault.Size != 0 {
		fmt.Fprintf(c.out, "  日志长度 log size   %d\n", r.Fault.Size)
	}
}

type auditHead struct {
	JSON bool `name:"json" help:"Print the head as JSON, as audit verify reads it."`
}

// Run prints the newest head.
func (h *auditHead) Run(ctx context.Context, config *Config, console *console) error {
	return config.with(ctx, console, func(a *app) error {
		head, err := a.db.AuditHead(ctx)
		if errors.Is(err, domain.ErrNotFound) {
			return errors.New("nothing is sealed yet; a running server seals every minute")
		}
		if err != nil {
			return err
		}
		if h.JSON {
			return json.NewEncoder(console.out).Encode(head)
		}
		_, err = fmt.Fprintf(console.out, "size  %d\nroot  %s\nat    %s\n", head.Size, head.Root, head.At.Format(time.RFC3339Nano))
		return err
	})
}

type auditProve struct {
	ID int64 `arg:"" help:"Id of the audit row."`
}

// Run prints the proof, which golang.org/x/mod/sumdb/tlog and RFC 6962 tools check.
func (p *auditProve) Run(ctx context.Context, config *Config, console *console) error {
	return config.with(ctx, console, func(a *app) error {
		proof, err := a.db.ProveAudit(ctx, p.ID)
		if err != nil {
			return fmt.Errorf("audit row %d: %w", p.ID, err)
		}
		return json.NewEncoder(console.out).Encode(proof)
	})
}
