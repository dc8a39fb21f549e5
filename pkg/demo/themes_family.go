package demo

// familyThemes are grown-up children with their parents, and families in crisis.
func familyThemes() []*theme { return []*theme{withdrawal(), disabledChild(), violence(), abroad()} }

func withdrawal() *theme {
	return &theme{
		code: "withdrawal", issues: []string{"mental_health", "income_work"}, maybe: []string{"health", "disability", "violence_abuse"},
		features: []string{"social_withdrawal"}, also: []string{"isolation"},
		casts:  []cast{{coupleChild, 4, []seat{kid(24, 38), one(husband, 58, 68), one(wife, 55, 66)}}},
		filers: []string{"hoken", "kokoro", "kikan-shogai"}, leads: []string{"kokoro", "kikan-shogai", "yorisoi"}, joins: []string{"chukatsu-1", "shogai-genneki", "hoken"},
		visitors: []string{"母", "母", "父"},
		situations: lines(`本人({歳}歳)は大学を中退してから8年、自宅で過ごしている。昼夜が逆転し、家族と顔を合わせるのは夜中の台所だけ。
			就職後3か月で退職してから外に出られなくなった。親が仕事の話をすると、部屋で物を投げる音がする。
			高校の途中から不登校となり、そのまま年月が過ぎた。最近、手洗いが1時間以上続くことを母が心配している。
			同窓会の知らせが届いた日から食事をとらなくなった。母が廊下に置いた盆が、そのまま残っている。`),
		concerns: lines(`父は「甘やかすな」、母は「待とう」と意見が分かれ、夫婦の会話も減っている。
			母は外出中も落ち着かず、仕事を辞めた。自分たちの育て方のせいだと繰り返し話される。
			本人が「死んだほうがいい」と書いた紙を、母が見つけている。`),
		wishes: lines(`本人の言葉としては「何も聞かないでほしい」。母は「いつか一緒にラーメンを食べに行きたい」と話された。
			「ゲームの仲間とは話せる。ああいうふうに話せる場所なら。」
			「親の顔色を見ないで、台所に行きたい。」`),
		seen: lines(`来:母と面談。本人の好きなことを尋ねると、少し考えて「魚の図鑑」と答えられた。
			自:訪問。本人には会えなかったが、部屋から釣りの動画の音が聞こえた。話の糸口になりそうだ。
			来:父が仕事を休んで来所。初めて夫婦そろって、同じ方向を向いて話ができた。
			自:母に会い、短い手紙を渡してもらった。母によると、捨てずに机の上に置いてあるとのこと。`),
		moved: lines(`本人からオンラインなら話せると返事があった。画面は消したまま、15分話した。
			家族教室に夫婦で参加。言葉のかけ方を変えて2週間、夕食に本人が下りてきた。
			夜の散歩に同行した。川べりで「朝起きられたら楽だと思う」と話してくれた。
			居場所の活動に、閉所間際の15分だけ顔を出せた。次の予定を自分で聞いて帰った。`),
		steady: lines(`週1回の居場所を続け、仲間と釣りに出かけた。母はパートを再開している。
			昼に起きる日が増え、月1回の面談も本人から時間の相談がある。`),
		plights: lines(`本人({歳}歳)は長く自室で過ごしており、両親も疲れ切っています。
			家族以外と話す機会がなくなって久しく、親だけでは声をかけられません。`),
		purposes: lines(`家族だけで抱えてきた年月をほどき、本人の速さで外とのつながりをつくるため
			本人と家族のそれぞれに相談できる相手を用意するため`),
		closings: lines(`本人が居場所と就労体験に通い続け、家族も家族会で支え合えるようになったため。`),
	}
}

func disabledChild() *theme {
	return &theme{
		code: "disabled_child", issues: []string{"disability", "care", "rights"}, maybe: []string{"health", "illness", "income_work"},
		features: []string{}, also: []string{"isolation", "eighty_fifty"},
		casts: []cast{
			{coupleChild, 5, []seat{one(wife, 68, 78), one(husband, 70, 81), kid(38, 49)}},
		},
		filers: []string{"houkatsu", "kikan-shogai", "fukushi"}, leads: []string{"kikan-shogai", "koken"}, joins: []string{"soudan-a", "koken", "kyotaku-a"},
		visitors: []string{"", "別居の長女", "通所先の職員"},
		situations: lines(`知的障害のある{子}({子歳}歳)を夫婦で支えてきた。夫が入院し、送迎も入浴の介助も本人一人では難しくなった。
			{子}({子歳}歳)は通所先を10年前にやめ、以後は家だけで過ごしている。親の年金と{子}の手当で暮らしている。
			本人({歳}歳)の認知症の診断をきっかけに、障害のある{子}の世話が行き届いていないことが分かった。
			{子}({子歳}歳)の興奮が強くなり、高齢の両親では止められない。夜に家を飛び出すことが続いている。`),
		concerns: lines(`親亡きあとの暮らしを考えたいが、{子}を人に預けることへの罪悪感が強い。
			手帳の更新が止まっており、使えるはずのサービスがほとんど入っていない。
			親の介護と{子}の支援で担当が分かれ、家の中のことを通して知っている人がいない。`),
		wishes: lines(`「この子より一日だけ長く生きたい。それが無理なら、安心して任せられる場所を見ておきたい。」
			「{子}が笑って通える場所を、もう一度探したい。」
			「親子で離れる練習を、少しずつしておきたい。」`),
		seen: lines(`{子}は人懐こく、得意な絵をたくさん見せてくれた。本人は「家ではいい子なんです」と目を細めた。
			薬の量を本人の判断で減らしていたことが分かった。眠らせすぎるのがかわいそうだったとのこと。
			{子}の日課を書き出すと、ほとんどすべてを本人が手伝っていた。親の手が止まれば暮らしが止まる。
			障害福祉のことは何も知らないと話された。責められると思っていたという。`),
		moved: lines(`短期入所を一泊で体験。{子}は持参した色鉛筆で過ごし、翌朝「また」と言った。
			障害支援区分の認定を受け、生活介護に週3日通うことが決まった。
			親の介護と{子}の支援の会議を同じ日に行い、一枚の週間表にまとめた。
			グループホームを見学。本人は台所をじっと見て、「ここなら」とつぶやかれた。`),
		steady: lines(`通所は皆勤。{子}が描いた絵が事業所の玄関に飾られた。
			月2回の短期入所に慣れ、親の通院の日も{子}は落ち着いて過ごせている。`),
		plights: lines(`障害のある{子}({子歳}歳)を支えてきた親の体力が続かなくなっています。
			{子}({子歳}歳)に使えるはずの支援がほとんど入っていません。`),
		purposes: lines(`親の介護と{子}の障害福祉を一つの暮らしとして組み立て、親亡きあとに備えるため
			途切れていた障害福祉サービスに改めてつなぎ、夫婦の負担を軽くするため`),
		closings: lines(`{子}がグループホームで落ち着き、後見人も選任された。今後は相談支援事業所が中心となって支えられるため。`),
	}
}

func violence() *theme {
	return &theme{
		code: "violence", issues: []string{"violence_abuse", "child_rearing", "housing"}, maybe: []string{"income_work", "mental_health", "debt"},
		features: []string{"single_parent"}, also: []string{"isolation", "school_refusal"}, danger: 50,
		casts:  []cast{{motherChild, 2, []seat{one(wife, 29, 43), kid(6, 12), kid(2, 6)}}},
		filers: []string{"kodomo", "fukushi", "hoken"}, leads: []string{"kodomo", "fukushi"}, joins: []string{"keisatsu", "gakko", "kodomo-sogo", "hoken"},
		visitors: []string{"", ""},
		situations: lines(`元の配偶者からの暴力を逃れ、子どもと二人三脚で暮らし始めたばかり。手続のたびに同じ話をしなければならず、眠れなくなっている。
			別れた相手が職場の近くに現れたため仕事を辞めた。貯えが尽きかけている。
			子どもが物音におびえ、学校に行けない日がある。本人も人混みに出ると息が苦しくなる。`),
		concerns: lines(`居所が知られることを何よりも恐れている。連絡は本人の携帯電話のみ、留守番電話には用件を残さないでほしい。
			生活費の見通しが立たず、子どもの前では明るく振る舞っているという。`),
		wishes: lines(`「鍵の音に驚かない毎日を送りたい。」
			「子どもが友だちを家に呼べる暮らしがしたい。」`),
		seen: lines(`来:表情は硬いが、必要な手続を自分で一覧にしておられた。休むことも予定に入れるようお伝えした。
			来:子どもは遊戯室で積み木の家を作り、何重にも壁で囲んだ。担当者がそばで見守った。
			電:電話の声が震えていた。今日の安全を確かめ、夜間の連絡先を一緒に書き留めた。`),
		moved: lines(`児童扶養手当と医療費の助成の手続に同行した。説明は一度で済むよう、前もって窓口に伝えておいた。
			子どもの心理面接が始まった。学校とは送り迎えの方法まで打ち合わせた。
			法律相談に付き添い、離婚の手続の見通しが立った。`),
		steady: lines(`子どもは毎日登校し、友だちの名前が会話に出てくる。本人は週4日の仕事を始めた。
			安全の確認を月1回続けている。変わったことはなく、眠れる日が増えたとのこと。`),
		plights: lines(`母子の安全を最優先に、手続と生活を急いで整える必要があります。
			転居したばかりで、生活費も子どもの通う先も決まっていません。`),
		purposes: lines(`母子の安全を守りながら、住まい・お金・子どもの心を同時に支えるため
			同じ説明を繰り返さなくてすむよう、関係する窓口をつなぐため`),
		closings: lines(`住まいと仕事が落ち着き、子どもの支援は学校を中心に続くため。安全に関わる連絡方法は引き続き残す。`),
	}
}

func abroad() *theme {
	return &theme{
		code: "abroad", issues: []string{"child_rearing", "income_work", "other"}, maybe: []string{"illness", "housing", "debt"},
		features: []string{"foreign_nationality"}, also: []string{"isolation", "young_carer"}, abroad: true,
		casts:  []cast{{coupleChild, 3, []seat{one(wife, 29, 41), one(husband, 31, 45), kid(6, 12), kid(1, 5)}}},
		filers: []string{"hoken", "kodomo", "fukushi"}, leads: []string{"kodomo", "yorisoi"}, joins: []string{"gakko", "hoken", "shogai-genneki", "minsei"},
		visitors: []string{"", "夫", "日本語教室の先生"},
		situations: lines(`夫の勤め先が操業を減らし、残業がなくなった。健診の通知が読めず、下の子の予防接種を受けられていない。
			学校からの手紙は上の子({子歳}歳)が訳している。通院にも同行し、学校を休むことが増えている。
			妊娠中に受診の予約ができず困っている。日本語での電話が難しく、国の家族に相談するしかなかったという。`),
		concerns: lines(`在留資格の更新が近く、税の滞納が影響しないか心配されている。
			ごみの出し方で近所から注意を受け、外に出るのが怖くなったとのこと。
			やさしい日本語と通訳の電話を使えば、本人は十分に話ができる。`),
		wishes: lines(`「子どもに、子どもの時間をあげたい。」
			「日本語を勉強して、介護の仕事がしたい。」
			「近所の人と、あいさつできるようになりたい。」`),
		seen: lines(`来:通訳の電話を使って面談。母語で話し始めると表情が変わり、多くのことを聞かせてくださった。
			来:上の子が通訳を始めようとしたので、今日は休んでいいよと伝えた。ほっとした様子で本を読み始めた。
			台所から国の料理の香りがした。近所に配ったことがあるとのことで、関わりの糸口になりそうだ。`),
		moved: lines(`保健師と一緒に予防接種の日程を組み、絵入りの予定表にした。
			日本語教室と学習支援が同じ場所で開かれており、親子で通い始めた。
			夫がハローワークの通訳のいる窓口で求職の登録をした。納税の相談も済み、分納が決まった。`),
		steady: lines(`上の子は欠席がなくなり、通訳の電話が家庭でも使われている。
			本人は地域の料理の集まりに誘われ、月1回通っている。`),
		plights: lines(`日本語の手続が難しく、{子}({子歳}歳)が学校を休んで通訳をしています。
			収入が減り、子どもの予防接種も受けられていません。`),
		purposes: lines(`言葉の壁で届いていない制度を届け、子どもが通訳役を担わなくてすむようにするため
			子育てと仕事の困りごとを、通訳を交えて一度に整理するため`),
		closings: lines(`手続を自分たちで進められるようになり、地域の日本語教室が相談の入口として続くため。`),
	}
}
