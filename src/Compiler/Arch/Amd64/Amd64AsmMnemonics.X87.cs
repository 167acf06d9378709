using Iced.Intel;

namespace Go.Compiler.Arch.Amd64;

using Code = Iced.Intel.Code;

internal sealed partial class Amd64AsmMnemonics
{
    // table: x87 in the Plan 9 tradition: the letter behind the operation is the width in memory (F 4 and D 8 bytes float, X 10; W 2, L 4
    // and V 8 bytes integer, B 10 bytes decimal), P pops. F0 is the top of the stack.
    private void AddX87()
    {
        AddX87Arithmetic("FADD", [Code.Fadd_m64fp, Code.Fadd_st0_sti, Code.Fadd_sti_st0], Code.Faddp_sti_st0, Code.Fadd_m32fp,
            Code.Fiadd_m32int, Code.Fiadd_m16int);
        AddX87Arithmetic("FMUL", [Code.Fmul_m64fp, Code.Fmul_st0_sti, Code.Fmul_sti_st0], Code.Fmulp_sti_st0, Code.Fmul_m32fp,
            Code.Fimul_m32int, Code.Fimul_m16int);
        AddX87Arithmetic("FSUB", [Code.Fsub_m64fp, Code.Fsub_st0_sti, Code.Fsub_sti_st0], Code.Fsubp_sti_st0, Code.Fsub_m32fp,
            Code.Fisub_m32int, Code.Fisub_m16int);
        AddX87Arithmetic("FSUBR", [Code.Fsubr_m64fp, Code.Fsubr_st0_sti, Code.Fsubr_sti_st0], Code.Fsubrp_sti_st0, Code.Fsubr_m32fp,
            Code.Fisubr_m32int,
            Code.Fisubr_m16int);
        AddX87Arithmetic("FDIV", [Code.Fdiv_m64fp, Code.Fdiv_st0_sti, Code.Fdiv_sti_st0], Code.Fdivp_sti_st0, Code.Fdiv_m32fp,
            Code.Fidiv_m32int, Code.Fidiv_m16int);
        AddX87Arithmetic("FDIVR", [Code.Fdivr_m64fp, Code.Fdivr_st0_sti, Code.Fdivr_sti_st0], Code.Fdivrp_sti_st0, Code.Fdivr_m32fp,
            Code.Fidivr_m32int,
            Code.Fidivr_m16int);
        AddX87Compares();
        AddX87Moves();
        foreach ((string names, Code code) in (ReadOnlySpan<(string, Code)>)
            [("B CS", Code.Fcmovb_st0_sti), ("E EQ", Code.Fcmove_st0_sti), ("BE LS", Code.Fcmovbe_st0_sti), ("U UN", Code.Fcmovu_st0_sti),
                ("NB CC", Code.Fcmovnb_st0_sti),
             ("NE", Code.Fcmovne_st0_sti), ("NBE HI", Code.Fcmovnbe_st0_sti), ("NU", Code.Fcmovnu_st0_sti)])
        {
            foreach (string condition in names.Split(' '))
            {
                Add("FCMOV" + condition, [code]);
            }
        }
        Add("FLDCW", [Code.Fldcw_m2byte]);
        Add("FSTCW", [Code.Fnstcw_m2byte]);
        Add("FLDENV", [Code.Fldenv_m28byte]);
        Add("FSTENV", [Code.Fnstenv_m28byte]);
        Add("FRSTOR", [Code.Frstor_m108byte]);
        Add("FSAVE", [Code.Fnsave_m108byte]);
        Add("FSTSW", [Code.Fnstsw_m2byte, Code.Fnstsw_AX]);
    }

    private void AddX87Arithmetic(string name, Code[] doubles, Code pop, Code single, Code int32, Code int16)
    {
        Add(name + "D", doubles, traits: Amd64AsmTraits.NamesTop);
        Add(name + "DP", [pop]);
        Add(name + "F", [single], traits: Amd64AsmTraits.NamesTop);
        Add(name + "L", [int32], traits: Amd64AsmTraits.NamesTop);
        Add(name + "W", [int16], traits: Amd64AsmTraits.NamesTop);
    }

    /// <summary>FUCOM and its kin name the top of the stack first, unlike all others.</summary>
    private void AddX87Compares()
    {
        // Onto another register than the top the original writes the alias that the manuals do not list.
        Add("FCOMD", [Code.Fcom_m64fp, Code.Fcom_st0_sti, Code.Fcom_st0_sti_DCD0], traits: Amd64AsmTraits.NamesTop);
        Add("FCOMDP", [Code.Fcomp_m64fp, Code.Fcomp_st0_sti, Code.Fcomp_st0_sti_DCD8], traits: Amd64AsmTraits.NamesTop);
        Add("FCOMF", [Code.Fcom_m32fp], traits: Amd64AsmTraits.NamesTop);
        Add("FCOMFP", [Code.Fcomp_m32fp], traits: Amd64AsmTraits.NamesTop);
        Add("FCOML", [Code.Ficom_m32int], traits: Amd64AsmTraits.NamesTop);
        Add("FCOMLP", [Code.Ficomp_m32int], traits: Amd64AsmTraits.NamesTop);
        Add("FCOMW", [Code.Ficom_m16int], traits: Amd64AsmTraits.NamesTop);
        Add("FCOMWP", [Code.Ficomp_m16int], traits: Amd64AsmTraits.NamesTop);
        Add("FCOMI", [Code.Fcomi_st0_sti]);
        Add("FCOMIP", [Code.Fcomip_st0_sti]);
        Add("FUCOM", [Code.Fucom_st0_sti], traits: Amd64AsmTraits.IntelOrder | Amd64AsmTraits.ReadsLast);
        Add("FUCOMP", [Code.Fucomp_st0_sti], traits: Amd64AsmTraits.IntelOrder | Amd64AsmTraits.ReadsLast);
        Add("FUCOMI", [Code.Fucomi_st0_sti], traits: Amd64AsmTraits.IntelOrder | Amd64AsmTraits.ReadsLast);
        Add("FUCOMIP", [Code.Fucomip_st0_sti], traits: Amd64AsmTraits.IntelOrder | Amd64AsmTraits.ReadsLast);
        _byName["FCOMDPP"] = new Amd64AsmMnemonic(Amd64AsmAction.StackTops) { Bytes = [0xde, 0xd9] };
        _byName["FUCOMPP"] = new Amd64AsmMnemonic(Amd64AsmAction.StackTops) { Bytes = [0xda, 0xe9] };
    }

    private void AddX87Moves()
    {
        Add("FMOVD", [Code.Fld_m64fp, Code.Fst_m64fp, Code.Fld_sti, Code.Fst_sti], traits: Amd64AsmTraits.NamesTop);
        Add("FMOVDP", [Code.Fstp_m64fp, Code.Fstp_sti], traits: Amd64AsmTraits.NamesTop);
        Add("FMOVF", [Code.Fld_m32fp, Code.Fst_m32fp], traits: Amd64AsmTraits.NamesTop);
        Add("FMOVFP", [Code.Fstp_m32fp], traits: Amd64AsmTraits.NamesTop);
        Add("FMOVL", [Code.Fild_m32int, Code.Fist_m32int], traits: Amd64AsmTraits.NamesTop);
        Add("FMOVLP", [Code.Fistp_m32int], traits: Amd64AsmTraits.NamesTop);
        Add("FMOVW", [Code.Fild_m16int, Code.Fist_m16int], traits: Amd64AsmTraits.NamesTop);
        Add("FMOVWP", [Code.Fistp_m16int], traits: Amd64AsmTraits.NamesTop);
        Add("FMOVV", [Code.Fild_m64int], traits: Amd64AsmTraits.NamesTop);
        Add("FMOVVP", [Code.Fistp_m64int], traits: Amd64AsmTraits.NamesTop);
        Add("FMOVB", [Code.Fbld_m80bcd], traits: Amd64AsmTraits.NamesTop);
        Add("FMOVBP", [Code.Fbstp_m80bcd], traits: Amd64AsmTraits.NamesTop);
        Add("FMOVX", [Code.Fld_m80fp], traits: Amd64AsmTraits.NamesTop);
        Add("FMOVXP", [Code.Fstp_m80fp], traits: Amd64AsmTraits.NamesTop);
        Add("FBLD", [Code.Fbld_m80bcd]);
        Add("FBSTP", [Code.Fbstp_m80bcd]);
        Add("FXCHD", [Code.Fxch_st0_sti], traits: Amd64AsmTraits.Symmetric);
    }
}
