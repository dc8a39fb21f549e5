package demo

// workThemes are households whose way in is work, money or housing.
func workThemes() []*theme { return []*theme{exOffender(), jobless(), youthAlone(), joblessFamily()} }

func exOffender() *theme {
	return &theme{
		code: "ex_offender", issues: []string{"housing", "income_work", "other"}, maybe: []string{"health", "disability", "debt", "mental_health"},
		features: []string{"ex_offender"}, also: []string{"no_relatives", "isolation"}, homeless: true,
		casts:  []cast{{single, 5, []seat{one(husband, 36, 71)}}},
		filers: []string{"yorisoi", "fukushi", "teichaku"}, leads: []string{"teichaku", "yorisoi", "fukushi"}, joins: []string{"sumai", "kansatsu", "shogai-genneki", "kikan-shogai"},
		visitors: []string{"", "", "更生保護施設の職員"},
		situations: lines(`先月出所し、更生保護施設にいられる期間が残り3週間となった。住まいと仕事が決まっていない。
			刑を終えて地元に戻ったが、親族の家には入れず、車の中で寝泊まりしている。所持金は4千円。
			窃盗を繰り返してきたが、療育手帳の対象となる可能性があると初めて言われた。これまで福祉につながったことがない。
			住み込みの仕事を辞めたため、住まいも同時に失った。前歴を話すと面接で断られることが続いている。`),
		concerns: lines(`携帯電話がなく、連絡の約束が難しい。身分を証明するものも失っている。
			腹が減ると判断がつかなくなると本人が話す。最初の2週間をどう支えるかが大事。
			過去のことを誰にどこまで伝えるか、本人の考えを聞いてから進めたい。`),
		wishes: lines(`「今度こそ、鍵のある部屋で普通に暮らしたい。」
			「働いて、自分の金で飯を食いたい。」
			「過去のことを聞かれずに、名前で呼ばれる場所がほしい。」`),
		seen: lines(`来:約束の時間ちょうどに来られた。はきはき答えるが、書類の字を読むところで手が止まる。
			来:食料を渡すと「返します」と言われた。返さなくてよいことを伝えると、しばらく黙っておられた。
			来:面談の途中で席を立ち、外で深呼吸をして戻ってきた。人の多い場所が苦手とのこと。`),
		moved: lines(`居住支援法人の協力で部屋が決まった。初めての買い物に同行し、やかんと布団を選んだ。
			協力雇用主のもとで、短い時間から働き始めた。初めての給料日に電話をくれた。
			知的障害の判定を受け、手帳が交付された。本人は「だから難しかったのか」と静かに話した。
			戸籍と住民票が整い、保険証が届いた。中断していた歯の治療を始めた。`),
		steady: lines(`仕事は休まず続いている。家計簿を一緒に付け、月末に2千円残った。
			休日は地域の清掃に出ている。近所の方から野菜をもらったと笑顔で話された。`),
		plights: lines(`本人({歳}歳)は今月末で居られる場所がなくなります。
			手続が何も済んでおらず、所持金も残りわずかです。`),
		purposes: lines(`住まいと食事の心配をなくし、落ち着いて働ける土台をつくるため
			これまで届かなかった障害福祉の支援につなぎ、再び孤立しないようにするため`),
		closings: lines(`住まいと仕事が1年続き、相談できる相手が複数できた。本人からも「区切りにしたい」と申し出があったため。`),
	}
}

func jobless() *theme {
	return &theme{
		code: "jobless", issues: []string{"debt", "income_work", "housing"}, maybe: []string{"health", "mental_health", "illness"},
		features: []string{}, also: []string{"isolation", "no_relatives"},
		casts: []cast{
			{single, 6, anyone(41, 66)},
			{couple, 3, []seat{one(husband, 54, 68), one(wife, 51, 66)}},
		},
		filers: []string{"yorisoi", "fukushi"}, leads: []string{"yorisoi", "fukushi", "shogai-genneki"}, joins: []string{"shogai-genneki", "sumai", "hoken"},
		visitors: []string{"", "", "", "納税の窓口の職員"},
		situations: lines(`勤めていた店が閉まり、収入がなくなった。カードの借入れで生活費を補い、返済が月12万円になっている。
			腰を痛めて配送の仕事ができなくなった。国民健康保険料の滞納があり、受診を我慢している。
			自営の店をたたんだあと、税と家賃の滞納が残った。督促の封筒を開けられず、引き出しに入れたままになっている。
			派遣の契約が終わり、寮を出る期限が今月末に迫っている。次の住まいの初期費用が用意できない。`),
		concerns: lines(`食料が3日分しか残っていない。ガスは止まり、水だけで体を拭いている。
			借金のことを家族にも話せず、取り立ての電話が怖くて電源を切っている。
			求人を見ても年齢で断られると話し、応募の手が止まっている。`),
		wishes: lines(`「借金を片付けて、夜ぐっすり眠りたい。」
			「体に合った仕事で、もう一度働きたい。」
			「人に頭を下げる暮らしを終わりにしたい。」`),
		seen: lines(`来:封筒を一緒に開けた。債務の総額は本人が思っていたより少なく、肩の力が抜けた様子だった。
			来:昼食をとっていないとのことで、面談の前に食料をお渡しした。
			来:これまでの仕事の話になると背筋が伸びた。手先の仕事に自信がある方。
			来:「もっと早く来ればよかった」と何度も言われた。来られたことがありがたいと伝えた。`),
		moved: lines(`法律相談に同行。任意整理の方針が決まり、取り立てが止まった。
			住居確保給付金の申請が通り、家賃の心配がいったんなくなった。
			家計改善支援を3回実施。固定費を見直し、月2万円の赤字が解消する見込み。
			短時間の仕事に就いた。初日の帰りに「足が棒です」と明るい声で電話があった。`),
		steady: lines(`分納は予定どおり。家計の表を自分で付けて持ってこられる。
			仕事は3か月続いている。受診も再開し、腰の痛みが軽くなった。`),
		plights: lines(`収入が途絶え、来月の家賃が払えない見込みです。
			督促が重なり、本人({歳}歳)は封筒を開けられなくなっています。
			体調を崩して働けず、受診も我慢しています。`),
		purposes: lines(`債務と家計を整理し、住まいを失わずに働き直せるようにするため
			収入・健康・住まいの困りごとを、順番をつけて一緒に解いていくため`),
		closings: lines(`債務の整理が終わり、就労収入で家計が回るようになった。家計の表も本人だけで続けられているため。
			生活保護の利用が始まり、通院と生活の立て直しの見通しがついたため。`),
	}
}

func youthAlone() *theme {
	return &theme{
		code: "youth_alone", issues: []string{"income_work", "housing", "mental_health"}, maybe: []string{"debt", "health", "disability"},
		features: []string{"isolation"}, also: []string{"no_relatives", "social_withdrawal"},
		casts:  []cast{{single, 5, anyone(19, 28)}},
		filers: []string{"yorisoi", "kodomo-sogo", "fukushi"}, leads: []string{"yorisoi", "kikan-shogai"}, joins: []string{"shogai-genneki", "sumai", "kokoro"},
		visitors: []string{"", "", "出身施設の職員", "定時制高校の元担任"},
		situations: lines(`児童養護施設を出て3年。仕事を辞めて寮を出ることになり、友人の家を転々としている。
			専門学校を中退し、奨学金の返済と携帯料金の滞納が重なっている。親とは連絡を取りたくないとのこと。
			夜の仕事を辞めたいが、寮に住んでおり抜け出せない。保険証がなく、体調の悪さを我慢している。
			就職して半年で動悸が起き、出勤できなくなった。部屋から出られない日が続いている。`),
		concerns: lines(`連帯保証人がいないため部屋が借りられない。頼れる大人が思い浮かばないという。
			「大丈夫です」が口癖で、困っていることを言葉にするのに時間がかかる。`),
		wishes: lines(`「自分の部屋で、好きな時間に起きて、ちゃんと働きたい。」
			「保育士の資格を取りたい。昔、そうしてもらったから。」
			「困ったときに電話していい人が、一人ほしい。」`),
		seen: lines(`来:連絡は電話よりメッセージがよいとのこと。約束の前日に「行きます」と一言届いた。
			来:笑顔が多いが、手首をずっと握っていた。寒い日なのに上着を持っていない。
			来:履歴書を一緒に書いた。ボランティアの経験を聞くと、初めて自分から話が続いた。`),
		moved: lines(`居住支援法人の部屋に入居。鍵を受け取り、写真を送ってくれた。
			就労準備のコースに週3日通い始めた。昼食を誰かと食べるのは久しぶりとのこと。
			国民健康保険の手続を済ませ、内科と心療内科を受診できた。`),
		steady: lines(`介護補助の仕事が4か月続いている。資格の講座にも申し込んだ。
			困りごとをため込む前に連絡をくれるようになった。`),
		plights: lines(`本人({歳}歳)には頼れる大人がおらず、今夜の居場所も確かではありません。
			本人({歳}歳)は働く気持ちがありますが、住まいと保険証がありません。`),
		purposes: lines(`帰る場所のない若い本人に、住まいと相談できる大人を用意するため
			働きながら学び直せるよう、生活の土台を整えるため`),
		closings: lines(`就職と一人暮らしが安定し、本人が自分で選んだ相談先を三つ書き出せたため。`),
	}
}

func joblessFamily() *theme {
	return &theme{
		code: "jobless_family", issues: []string{"income_work", "debt", "child_rearing"}, maybe: []string{"housing", "mental_health", "health"},
		features: []string{}, also: []string{"isolation"},
		casts:  []cast{{coupleChild, 3, []seat{one(husband, 36, 49), one(wife, 34, 47), kid(7, 15), kid(3, 9)}}},
		filers: []string{"yorisoi", "fukushi", "kodomo"}, leads: []string{"yorisoi", "fukushi"}, joins: []string{"gakko", "kodomo", "shogai-genneki"},
		visitors: []string{"", "妻", "スクールソーシャルワーカー"},
		situations: lines(`本人({歳}歳)の失業で住宅ローンが滞り、夫婦で掛け持ちの仕事を探している。子どもの給食費も払えていない。
			運送の仕事中の事故で収入が止まった。妻のパート代だけで家族が暮らしており、子どもの部活動をあきらめさせたという。
			事業の借入れの返済に追われ、電気が止まることがある。子どもの前で夫婦げんかが増えている。`),
		concerns: lines(`{子}が「自分は高校に行かなくていい」と言い出し、親として情けないと話された。
			妻も不眠が続いている。親族には頼れず、相談に来るまで一年かかったとのこと。`),
		wishes: lines(`「子どもに進学をあきらめさせたくない。」
			「家族で食卓を囲んで、金の話をしない日をつくりたい。」`),
		seen: lines(`来:夫婦で来所。収支を書き出すと、互いに知らなかった借入れが一つずつあった。
			{子}が玄関であいさつをしてくれた。「塾の無料のやつ、ほんとにあるの」と聞かれた。
			妻は仕事を二つ掛け持ち。座ると眠ってしまうほど疲れている。`),
		moved: lines(`就学援助と学習支援の利用が決まった。{子}は週2回、機嫌よく通っている。
			住宅ローンの返済方法の見直しに応じてもらえ、月の負担が半分になった。
			本人の再就職が決まった。妻は掛け持ちを一つやめ、夕食を一緒にとれる日が増えた。`),
		steady: lines(`家計は黒字に戻り、滞納の分納も最後の1回となった。
			{子}は志望校を決めた。夫婦で説明会に出かけたとのこと。`),
		plights: lines(`失業で家計が立ちゆかず、子どもの進学にも影響が出ています。
			返済に追われ、夫婦とも体を休める時間がありません。`),
		purposes: lines(`家計の立て直しと、子どもの学びを守ることを同時に進めるため
			夫婦が働き続けられるように、生活費と債務の見通しをつけるため`),
		closings: lines(`世帯収入が安定し、子どもの学習支援も学校と連携して続いているため。`),
	}
}
