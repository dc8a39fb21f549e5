package demo

// childThemes are households where a child carries more than it should, or needs more than others.
func childThemes() []*theme {
	return []*theme{youngCarer(), medicalCare(), schoolRefusal(), grandparents()}
}

func youngCarer() *theme {
	return &theme{
		code: "young_carer", issues: []string{"child_rearing", "mental_health", "illness"}, maybe: []string{"income_work", "debt", "care", "health"},
		features: []string{"young_carer"}, also: []string{"isolation", "school_refusal"},
		casts: []cast{
			{motherChild, 2, []seat{one(wife, 36, 46), kid(12, 16), kid(4, 9)}},
			{coupleChild, 2, []seat{one(wife, 38, 48), one(husband, 40, 50), kid(13, 17), kid(3, 8)}},
			{widerKindred, 2, []seat{one(wife, 40, 49), kid(13, 17), one(grandmother, 74, 83)}},
		},
		filers: []string{"kodomo", "hoken", "houkatsu", "kodomo"}, leads: []string{"kodomo", "hoken"}, joins: []string{"gakko", "houkatsu", "kikan-shogai", "minsei"},
		visitors: []string{"スクールソーシャルワーカー", "", "担任の先生", "ケアマネジャー"}, danger: 6,
		situations: lines(`本人({歳}歳)は体調の波が大きく、起きられない日は{子}({子歳}歳)が家事と買い物をしている。遅刻が月に10日を超えた。
			{子}({子歳}歳)が夕食づくりときょうだいの迎えを担っている。部活動は入学してすぐにやめたという。
			家族の介護を{子}({子歳}歳)が手伝い、夜中に起こされることがある。授業中に眠ってしまうと学校から連絡があった。
			本人の精神科への通院に{子}({子歳}歳)が付き添い、薬の管理もしている。友だちを家に呼んだことがないとのこと。`),
		concerns: lines(`{子}は「うちは普通だよ」と話す。責められたと感じさせないように関わりたい。
			本人は子どもに頼っていることを申し訳なく思い、助けを求めることをためらってきた。
			進路の話になると{子}が黙り込む。家を離れることを考えられないようだ。`),
		wishes: lines(`{子}の言葉「試験の前だけでも、自分の時間がほしい。」
			「子どもに、行ってらっしゃいと言える朝にしたい。」
			「{子}に、やりたいことを我慢させない家にしたい。」`),
		seen: lines(`来:{子}と学校の相談室で面談。好きな音楽の話から始め、最後に「夜がしんどい」とぽつりと話した。
			台所の踏み台に、{子}の手書きの献立表が貼られていた。よくやっていることを本人にも伝えた。
			本人は布団から出られないまま、それでも{子}の成績のことを心配して話された。
			下の子は{子}の袖を離さない。家の中での{子}の役割の大きさが伝わってきた。`),
		moved: lines(`家事支援のヘルパーが週2回入ることになった。最初の日、{子}は部活動の見学に行けた。
			{子}がヤングケアラーの集まりに参加。「話が早くて楽だった」と話していた。
			訪問看護が本人の服薬を見てくれることになり、{子}は薬の箱を大人に渡せた。
			学校と打ち合わせ、課題の期限と保健室での休み方を決めた。{子}も同席して意見を言えた。`),
		steady: lines(`{子}の遅刻は月1回まで減り、文化祭の実行委員になった。
			本人の体調の悪い週も、連絡一本でヘルパーの回数を増やせている。`),
		plights: lines(`{子}({子歳}歳)が家事と家族の世話を担い、学校を休みがちです。
			本人の療養を{子}({子歳}歳)が支えており、大人の手が要ります。`),
		purposes: lines(`{子}が担っている家事や世話を大人の支援に置き換え、学校生活を取り戻すため
			本人の療養と子どもの育ちを、同じ計画の中で支えるため`),
		closings: lines(`家事支援と医療が定着し、{子}の生活が落ち着いた。学校が変化に気づける体制も整ったため。`),
	}
}

func medicalCare() *theme {
	return &theme{
		code: "medical_care", issues: []string{"child_rearing", "illness", "disability"}, maybe: []string{"income_work", "mental_health"},
		features: []string{"medical_care_child"}, also: []string{"isolation", "double_care"},
		casts:  []cast{{coupleChild, 4, []seat{one(wife, 28, 39), one(husband, 29, 42), kid(4, 8), kid(0, 3)}}},
		filers: []string{"hoken", "kikan-shogai", "kodomo"}, leads: []string{"kikan-shogai", "hoken"}, joins: []string{"houmon-kango-a", "soudan-a", "kodomo", "gakko"},
		visitors: []string{"", "", "病院の医療ソーシャルワーカー"},
		situations: lines(`下の子が人工呼吸器を使って先月退院した。夜間の吸引は2時間おきで、夫婦とも睡眠が3時間ほど。
			経管栄養の必要な子の保育の受け入れ先が見つからず、本人({歳}歳)は復職をあきらめかけている。
			下の子の通院が週3日あり、上の子({子歳}歳)の行事に一度も出られていない。
			停電のときに機器がどれだけ動くのか分からず、台風の夜に一睡もできなかったという。`),
		concerns: lines(`上の子が赤ちゃん返りをし、登園をしぶっている。我慢をさせていると感じておられる。
			手続ごとに窓口が違い、抱っこしたまま市役所を三か所回ったとのこと。
			夫は職場に事情を話せておらず、疲れがたまっている。`),
		wishes: lines(`「家族4人で、川の字で眠りたい。」
			「この子に、友だちの声が聞こえる場所で過ごさせたい。」
			「母親だけでなく、仕事をする自分にも戻りたい。」`),
		seen: lines(`居間が小さな病室のように整えられ、記録のノートが12冊並んでいた。頭が下がる思いだった。
			上の子が吸引の音に合わせて歌っていた。あとで好きな遊びに誘うと、声を出して笑った。
			本人は「何に困っているか分からないくらい、ずっと走っている」と話された。
			訪問看護師と一緒に災害時の動きを確かめた。予備の電源が足りないことが分かった。`),
		moved: lines(`短期入所の事前面談が済み、初めての一泊が決まった。夫婦で何をするか笑いながら話された。
			保育所に看護師が配置され、週2日から登園が始まった。
			相談支援専門員が決まり、医療・保育・障害の予定を一枚にまとめてもらえた。
			災害時個別避難計画を作成。近所の方が発電機を貸してくださることになった。`),
		steady: lines(`登園は週4日に増えた。上の子の運動会に、家族全員で出かけられた。
			夜間の訪問看護が月4回入り、本人は続けて眠れる夜ができた。`),
		plights: lines(`医療的ケアが昼夜続き、夫婦とも眠れない日が続いています。
			退院したばかりで、きょうだいの{子}({子歳}歳)も我慢を重ねています。`),
		purposes: lines(`医療・保育・きょうだいの支援を一つの計画にし、家族が眠れる暮らしをつくるため
			退院後の在宅生活を支える体制と、災害時の備えを整えるため`),
		closings: lines(`相談支援専門員を中心に支援の体制が定着し、就学に向けた引き継ぎも済んだため。`),
	}
}

func schoolRefusal() *theme {
	return &theme{
		code: "school_refusal", issues: []string{"child_rearing", "mental_health"}, maybe: []string{"disability", "income_work", "health"},
		features: []string{"school_refusal"}, also: []string{"isolation"},
		casts: []cast{
			{coupleChild, 2, []seat{one(wife, 39, 49), one(husband, 40, 52), kid(12, 15)}},
			{motherChild, 1, []seat{one(wife, 36, 46), kid(11, 15)}},
		},
		filers: []string{"kodomo", "hoken"}, leads: []string{"kodomo", "kokoro"}, joins: []string{"gakko", "hoken", "soudan-a"},
		visitors: []string{"", "スクールソーシャルワーカー"},
		situations: lines(`{子}({子歳}歳)が夏休み明けから登校できていない。朝になると腹痛があり、昼過ぎには落ち着く。
			{子}({子歳}歳)の昼夜が逆転し、本人が声をかけると壁をたたく。本人も不眠と頭痛で仕事を休みがちになった。
			転校をきっかけに{子}({子歳}歳)が話さなくなった。筆談なら短い返事がある。`),
		concerns: lines(`学校からの電話が鳴るたびに動悸がすると本人が話す。責められている気がしてしまうとのこと。
			家の中の空気が重く、食事を別々にとるようになっている。`),
		wishes: lines(`「学校に行く行かないより、まず笑った顔が見たい。」
			「{子}に、安心して過ごせる場所を一つ見つけてやりたい。」`),
		seen: lines(`{子}は猫を抱いて部屋から出てきた。猫の名前の由来を、筆談で三行書いてくれた。
			来:本人の話を1時間うかがった。子どものことばかりで、ご自身の食事の話は最後まで出なかった。
			来:担任の先生と三者で話し、毎朝の電話を週1回の手紙に変えることになった。`),
		moved: lines(`教育支援センターの見学に親子で出かけた。理科の実験に{子}の目が向いていた。
			児童精神科の初診。検査の結果を聞き、{子}の感じやすさの理由が分かって二人で泣いたという。
			本人が親の会に参加。帰りに久しぶりに喫茶店に寄ったと話された。`),
		steady: lines(`{子}は週3日、教育支援センターに通っている。修学旅行は行かないと自分で決めた。
			本人の頭痛は軽くなり、親子で夕食をとる日が増えた。`),
		plights: lines(`{子}({子歳}歳)の不登校が長引き、本人も体調を崩しています。
			親子で家にこもる日が続き、話し相手がいません。`),
		purposes: lines(`{子}の居場所と学びを守り、本人が一人で抱え込まないようにするため`),
		closings: lines(`{子}が通信制高校に進み、親子とも相談できる相手がいる状態が続いているため。`),
	}
}

func grandparents() *theme {
	return &theme{
		code: "grandparents", issues: []string{"child_rearing", "health", "income_work"}, maybe: []string{"care", "debt", "illness"},
		features: []string{}, also: []string{"isolation", "young_carer"},
		casts:  []cast{{widerKindred, 2, []seat{one(grandmother, 68, 77), kid(7, 14)}}},
		filers: []string{"kodomo", "houkatsu"}, leads: []string{"kodomo", "fukushi"}, joins: []string{"gakko", "houkatsu", "kodomo-sogo"},
		visitors: []string{"", "民生委員"},
		situations: lines(`娘が病気で亡くなり、本人({歳}歳)が孫({子歳}歳)を引き取って暮らしている。年金だけでは学用品がそろわない。
			長女の入院が長引き、本人({歳}歳)が孫({子歳}歳)を育てている。学校の連絡はスマートフォンで届くが、使い方が分からない。`),
		concerns: lines(`本人の膝が悪くなり、送り迎えができない。自分に何かあったら孫はどうなるのかと案じておられる。
			孫が「ばあばに心配かけたくない」と、体操服の買い替えを言い出せずにいた。`),
		wishes: lines(`「この子の成人式を見るまでは、元気でいたい。」
			「孫に、同じ年ごろの子と同じことをさせてやりたい。」`),
		seen: lines(`仏壇の横に孫の賞状が貼られていた。本人は一枚ずつ説明してくださった。
			孫は宿題を広げながら、こちらの話に耳を立てている。あとで二人で話す時間をとった。`),
		moved: lines(`就学援助と未成年後見の説明を行い、手続に同行することになった。
			学習支援の教室に通い始め、送迎はボランティアが引き受けてくださった。
			本人の膝の手術の間、孫はショートステイと友人宅で過ごす段取りができた。`),
		steady: lines(`孫は部活動を楽しんでいる。本人は体操教室に通い、二人で夕食の献立を決めている。`),
		plights: lines(`祖母({歳}歳)が一人で孫({子歳}歳)を育てており、体の不調を抱えています。
			年金だけで暮らしており、孫({子歳}歳)の学用品もそろいません。`),
		purposes: lines(`祖母の健康と孫の育ちを一緒に支え、これからの備えを整えるため`),
		closings: lines(`手当と後見の手続が済み、学校と地域の見守りが続くことを確かめたため。`),
	}
}
