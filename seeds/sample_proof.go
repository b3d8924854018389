package seeds

import "sanku/domain"

// proofs are what was handed in with a sample contract: made-up papers that say so. Of
// certificates and valuations the paper is all there is; drafts and refused contracts
// lack what they were refused for.
func (c sampleContract) proofs() ([]domain.Proof, error) {
	if c.State == string(domain.ContractDraft) {
		return nil, nil
	}
	text, err := paper("contract_text", "合同文本", "合同名称："+c.Title, "成交额："+domain.Yuan(c.Amount).Display().ZH,
		"技术交易额："+domain.Yuan(c.TechnicalAmount).Display().ZH, "签订日期："+c.SignedOn.String(), "履行期限至："+c.EndsOn.String())
	if err != nil {
		return nil, err
	}
	proofs := []domain.Proof{text}
	switch {
	case c.Kind == "development":
		plan, err := paper("technical_plan", "研究开发计划", "项目："+c.Title, "一、研究内容与技术指标", "二、进度安排与交付物", "三、验收办法")
		if err != nil {
			return nil, err
		}
		proofs = append(proofs, plan)
	case c.Kind != "transfer" && c.Kind != "licence", c.IPKind == "know_how", c.IPKind == "none":
	default:
		proofs = append(proofs, domain.Proof{Kind: "ip_certificate", Reference: "样例证书 " + c.Key, Keeper: "卖方科研管理部门"})
	}
	if c.Equity {
		proofs = append(proofs, domain.Proof{Kind: "valuation", Title: "作价协议", Keeper: "买方档案室"})
	}
	return proofs, nil
}

// paper is a proof with a page of lines.
func paper(kind, title string, lines ...string) (domain.Proof, error) {
	content, err := pageDOCX(title, append(lines, "", "样例数据：内容为演示编写，不是真实合同。"))
	if err != nil {
		return domain.Proof{}, err
	}
	return domain.Proof{Kind: kind, Title: title}.WithFile(title+".docx", content)
}
