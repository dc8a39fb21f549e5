package textnorm

import "strings"

// variantGroups are kanji that names use interchangeably: old and new forms, variant forms
// (異体字), and the few pairs that clerks and families mix although a dictionary separates
// them (斎/斉). The first of each group is the form of the key. Kanji that merely look alike
// or share a reading (碕/埼, 阪/坂, 畑/畠, 岩/巌) are different names and stay apart.
// Compatibility ideographs (U+F900 and later) are brought together by NFKD, not here.
const variantGroups = `
高髙 崎﨑嵜㟢 辺邊邉 斉齊斎齋斊亝 沢澤 浜濱濵 広廣 国國圀囯囻 島嶋嶌㠀 真眞 恵惠 桜櫻 徳德 瀬瀨 吉𠮷 浅淺
竜龍 栄榮 児兒 応應 万萬 寿壽 関關 円圓 蔵藏 豊豐 富冨 峰峯 黒黑 青靑 清淸 静靜 歩步 頼賴 緑綠 録錄 横橫
黄黃 温溫 満滿 巌巖 岳嶽 亀龜 亜亞 悪惡 団團 圧壓 隠隱 営營 衛衞 駅驛 塩鹽 桧檜 桑桒 奥奧 仏佛 仮假 価價
会會 絵繪 壊壞 懐懷 覚覺 学學斈 楽樂 巻卷 勧勸 歓歡 観觀 館舘 気氣 帰歸 戯戲 旧舊 拠據 挙擧 尭堯 暁曉 区區
駆驅 勲勳 薫薰 径徑 渓溪谿 経經 継繼 茎莖 鶏鷄 芸藝 撃擊 研硏 県縣 倹儉 剣劍劔剱劒 険險 圏圈 検檢 顕顯 験驗
献獻 権權 厳嚴 効效 恒恆 鉱鑛 号號 砕碎 桟棧 蚕蠶 賛贊 糸絲 歯齒 辞辭 実實 写寫冩 釈釋 収收 従從 渋澁 獣獸
縦縱 粛肅 処處 緒緖 叙敍敘 将將 称稱 奨奬 条條 状狀 乗乘 浄淨 畳疊 嬢孃 譲讓 醸釀 触觸 寝寢 慎愼 尽盡 図圖
粋粹 酔醉 穂穗 随隨 枢樞 数數 声聲 摂攝 専專 戦戰 銭錢 禅禪 双雙 壮壯 荘莊 捜搜 装裝 騒騷 増增 臓臟 属屬
続續 対對 体體 帯帶 台臺 滝瀧 択擇 担擔 単單 胆膽 断斷 弾彈 遅遲 虫蟲 昼晝 鋳鑄 庁廳 聴聽 鎮鎭 鉄鐵銕鉃
点點 転轉 伝傳 灯燈 当當 党黨 稲稻 闘鬪 独獨 読讀 縄繩 弐貳 悩惱 脳腦 拝拜 売賣 麦麥 発發 髪髮 抜拔 蛮蠻
秘祕 払拂 並竝 変變 宝寶寳 翻飜 毎每 槙槇 遥遙 瑶瑤 弥彌 訳譯 薬藥 与與 予豫 余餘 誉譽 揺搖 様樣 謡謠 来來
覧覽 両兩 涙淚 塁壘 励勵 礼禮 霊靈 齢齡 恋戀 炉爐 労勞 楼樓 郎郞 禄祿 湾灣 柳栁桺 柏栢 船舩 曽曾 渕淵渊
秋穐龝 籠篭 鯵鰺 祢禰 鴎鷗 梅楳 松枩 野埜 涼凉 郷鄕鄉 凜凛 猪豬 熙煕凞 晃晄 昂昻 昇曻 讃讚 舗舖 舎舍
薮藪 諌諫 麹麴 繋繫 蝋蠟 醤醬 填塡 頬頰 祷禱 莱萊 侠俠 芦蘆 壷壺 稚穉 呑吞 叱𠮟 剥剝 土圡 喜㐂 鶴靏靍 村邨
壱壹 参參 枡桝 湧涌 為爲 珍珎 翠翆 艶艷 萌萠 園薗 蘇蘓 虎乕 達逹 鑑鑒 雑雜 頴穎 騨驒 鶯鴬 裏裡 略畧 欠缺
躯軀 靭靱 迩邇 焔焰 杯盃 鎌鐮 陰隂 閑閒 冴冱 鉤鈎 兎兔莵 釜釡 苺莓 賎賤 飲飮 痩瘦 箪簞 屏屛
`

// variant leads each variant to the form of the key.
var variant = readVariants(variantGroups)

func readVariants(groups string) map[rune]rune {
	table := make(map[rune]rune, 512)
	for _, group := range strings.Fields(groups) {
		forms := []rune(group)
		for _, form := range forms[1:] {
			if form != forms[0] {
				table[form] = forms[0]
			}
		}
	}
	return table
}
