package analysis

import "sync"

// numberLength returns the length of the number chunk starts with, thousands
// and decimals and a range included (1,200.5; 3-5), or 0.
func numberLength(chunk []rune) int {
	n := 0
	for n < len(chunk) {
		if isDigit(chunk[n]) {
			n++
			continue
		}
		connector := chunk[n] == '.' || chunk[n] == ',' || chunk[n] == '-'
		if n == 0 || !connector || n+1 >= len(chunk) || !isDigit(chunk[n+1]) {
			break
		}
		n++
	}
	return n
}

// units are what may follow a number and make one quantity with it. Case
// matters in Latin ones: 5 g is a weight, 5G a network.
const unitList = `
% ‰ ° °C °F ℃ K
nm μm um mm cm dm m km mm2 cm2 m2 km2 mm3 cm3 m3 nm3
μg ug mg g kg t ng mL ml L μL uL l
s ms min h d Hz kHz MHz GHz rpm r/min
V kV mV A mA kA W kW MW GW kWh MWh Wh Ah mAh VA kVA MVA
Pa kPa MPa GPa N kN J kJ MJ mol mmol dB dBm lm lx cd
bit kb Mb Gb KB MB GB TB PB bps Mbps Gbps
g/L mg/L μg/L mg/kg μg/kg g/kg kg/m3 g/cm3 mg/m3 μg/m3 m/s km/h m3/h m3/d t/h t/d t/a kg/h L/h
Wh/kg mAh/g W/kg kW/h W/m2 V/m kV/cm °C/min K/min
元 万元 亿元 万 亿 千 百 吨 万吨 亿吨 公斤 千克 克 斤 毫克 微克
米 毫米 厘米 公里 千米 微米 纳米 平方米 立方米 平方公里 亩 万亩 公顷 升 毫升
瓦 千瓦 兆瓦 千瓦时 度 伏 千伏 安 摄氏度 分贝 赫兹 兆赫
秒 分钟 小时 天 日 月 年 岁 周 个月 年度 倍 台 套 件 个 人 名 家 项 次 只 头 株 条 层 级 种 位 篇 户 例 组 份 轮 批 辆 吨/年 万吨/年 万台 万套 万件 万人 余人
`

// units is unitList as a trie; costs are of no use in it.
var units = sync.OnceValue(func() *dictionary {
	d := newDictionary(512)
	for _, unit := range entries(unitList) {
		d.add(unit, 0)
	}
	return d
})

// unitEnd returns the end of the unit that starts at rune i, or 0. A unit in
// letters has to fill its chunk, which ends at chunkEnd: 5mm has one, 5max not.
func (a *analyzer) unitEnd(i, chunkEnd int) int {
	end := 0
	units().eachPrefix(a.runes[i:], func(length int, _ node) {
		stop := i + length
		if stop >= chunkEnd && (stop >= len(a.runes) || !isLatin(a.runes[stop]) || !isLatin(a.runes[stop-1])) {
			end = stop
		}
	})
	return end
}
